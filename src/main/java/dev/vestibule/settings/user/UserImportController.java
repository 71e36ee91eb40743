package dev.vestibule.settings.user;

import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.server.UploadFilter;
import dev.vestibule.userimport.ImportReport;
import dev.vestibule.userimport.UserImportCheck;
import dev.vestibule.userimport.UserImportColumn;
import dev.vestibule.userimport.UserImportRun;
import dev.vestibule.userimport.UserImports;
import dev.vestibule.web.Forms;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.beans.PropertyEditorSupport;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** Creates accounts from a file: the page shows its content first, and a confirmation starts the import. */
@SignedInPage
@RequestMapping(UploadFilter.PATH)
class UserImportController {
    private static final String VIEW = "settings/users-import";

    private final UserImportCheck check;
    private final UserImports imports;
    private final UserImportRun run;

    UserImportController(UserImportCheck check, UserImports imports, UserImportRun run) {
        this.check = check;
        this.imports = imports;
        this.run = run;
    }

    /**
     * @param checked id of the checked import, when it is confirmed
     * @param confirmed {@code on} when the accounts are to be created
     */
    record Form(
            @Nullable MultipartFile file,
            @Nullable String checked,
            @Nullable String confirmed) {
        boolean isConfirmed() {
            return "on".equals(confirmed);
        }
    }

    @ModelAttribute("columns")
    String[] columns() {
        return UserImportColumn.header();
    }

    /** A text field in place of the file does not count as a file. */
    @InitBinder("upload")
    void readFilesOnly(WebDataBinder binder) {
        binder.registerCustomEditor(MultipartFile.class, new PropertyEditorSupport() {
            @Override
            public void setAsText(String text) {
                setValue(null);
            }
        });
    }

    @GetMapping
    String page(HttpServletRequest request, Model model) {
        Form form = new Form(null, null, null);
        model.addAttribute("upload", form);
        if (UploadFilter.isBusy(request)) {
            BindingResult errors = new BeanPropertyBindingResult(form, "upload");
            errors.rejectValue("file", "refused.file.reading");
            model.addAttribute(BindingResult.MODEL_KEY_PREFIX + "upload", errors);
        }
        return VIEW;
    }

    /** The progress of an import. */
    @GetMapping("/{id}")
    String progress(
            @AuthenticationPrincipal AccountPrincipal principal,
            @PathVariable UUID id,
            HttpServletResponse response,
            Model model) {
        var progress = imports.find(id, principal.id())
                .filter(known -> known.state() != UserImports.State.CHECKED)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        if (progress.state() == UserImports.State.RUNNING) {
            response.setHeader("Refresh", "3");
        }
        model.addAttribute("progress", progress);
        return "settings/users-import-progress";
    }

    @PostMapping
    ModelAndView take(
            @AuthenticationPrincipal AccountPrincipal principal,
            @ModelAttribute("upload") Form form,
            BindingResult errors,
            Model model)
            throws IOException {
        MultipartFile file = form.file();
        if (file == null && form.isConfirmed() && form.checked() != null) {
            return Forms.id(form.checked())
                    .map(id -> make(principal, id, errors))
                    .orElseGet(() -> gone(errors));
        }
        if (file == null || file.isEmpty()) {
            errors.rejectValue("file", "refused.file.none");
            return Forms.refused(VIEW);
        }
        if (file.getSize() > UploadFilter.FILE.toBytes()) {
            errors.rejectValue("file", "refused.file.large");
            return Forms.refused(VIEW);
        }
        return check(principal, file.getBytes(), form, errors, model);
    }

    private ModelAndView check(
            AccountPrincipal principal, byte[] content, Form form, BindingResult errors, Model model) {
        ImportReport report = check.check(content);
        model.addAttribute("findings", report);
        if (!report.isSound()) {
            errors.rejectValue("file", "refused.file.lines");
            return Forms.refused(VIEW);
        }
        UUID id = imports.keep(principal.id(), content, report.accounts());
        if (form.isConfirmed()) {
            return make(principal, id, errors);
        }
        model.addAttribute("checked", id);
        return Forms.accepted("settings/users-import-check");
    }

    private ModelAndView make(AccountPrincipal principal, UUID id, BindingResult errors) {
        return switch (run.start(id, principal.id())) {
            case BEGUN, BEGUN_BEFORE -> Forms.accepted("redirect:" + UploadFilter.PATH + "/" + id);
            case GONE -> gone(errors);
            case BUSY -> {
                errors.rejectValue("file", "refused.file.busy");
                yield Forms.refused(VIEW);
            }
        };
    }

    private static ModelAndView gone(BindingResult errors) {
        errors.rejectValue("file", "refused.file.gone");
        return Forms.refused(VIEW);
    }
}
