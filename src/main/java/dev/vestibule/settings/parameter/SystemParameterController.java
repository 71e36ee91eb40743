package dev.vestibule.settings.parameter;

import dev.vestibule.audit.AuditRetentionChange;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.trusteddevice.RememberOffer;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** Parameters > System Parameters: the whole catalogue on one page, one form each. */
@SignedInPage
@RequestMapping("/settings/parameters")
class SystemParameterController {
    private static final String VIEW = "settings/parameters";

    private final Parameters parameters;
    private final RememberOffer offers;
    private final MessageSource messages;
    private final AuditRetentionChange retention;

    SystemParameterController(
            Parameters parameters, RememberOffer offers, MessageSource messages, AuditRetentionChange retention) {
        this.retention = retention;
        this.parameters = parameters;
        this.offers = offers;
        this.messages = messages;
    }

    /** A parameter as the page shows it. */
    public record Row(String key, int value, int defaultValue, int minimum, int maximum, String unit, boolean changed) {
        static Row of(Parameter parameter, ParameterValues values) {
            return new Row(
                    parameter.key(),
                    values.number(parameter),
                    parameter.byDefault(),
                    parameter.minimum(),
                    parameter.maximum(),
                    parameter.unit().name().toLowerCase(Locale.ROOT),
                    values.changed(parameter));
        }
    }

    /** A value that was typed and rejected. */
    public record Refused(String key, String value, String message) {}

    @GetMapping
    String page(
            @AuthenticationPrincipal AccountPrincipal principal,
            @RequestParam(name = "parameter", defaultValue = "") String changed,
            HttpServletRequest request,
            Model model) {
        Parameter.ofKey(changed).ifPresent(parameter -> model.addAttribute("changed", parameter.key()));
        show(principal, request, model);
        return VIEW;
    }

    @PostMapping("/{key}")
    ModelAndView set(
            @AuthenticationPrincipal AccountPrincipal principal,
            @PathVariable String key,
            @RequestParam(defaultValue = "") String value,
            HttpServletRequest request,
            Model model) {
        Parameter parameter = parameter(key);
        Optional<Integer> number = parameter.parse(value.strip());
        if (number.isEmpty()) {
            model.addAttribute("refused", new Refused(key, value, message(parameter, value)));
            show(principal, request, model);
            return Forms.refused(VIEW);
        }
        parameters.set(parameter, number.get());
        return Forms.accepted(changed(Confirmation.PARAMETER_CHANGED, parameter));
    }

    @PostMapping("/{key}/reset")
    String reset(@PathVariable String key) {
        Parameter parameter = parameter(key);
        parameters.reset(parameter);
        return changed(Confirmation.PARAMETER_RESET, parameter);
    }

    /** The confirmation is shown beside that parameter. */
    private static String changed(Confirmation confirmation, Parameter parameter) {
        return confirmation.redirectTo("/settings/parameters") + "&parameter=" + parameter.key();
    }

    private String message(Parameter parameter, String value) {
        String flaw = parameter.unit() == Parameter.Unit.SWITCH
                ? "switch"
                : value.strip().matches("[0-9]+") ? "bounds" : "number";
        return messages.getMessage(
                "refused.parameter." + flaw,
                new Object[] {parameter.minimum(), parameter.maximum()},
                LocaleContextHolder.getLocale());
    }

    private static Parameter parameter(String key) {
        return Parameter.ofKey(key).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private void show(AccountPrincipal principal, HttpServletRequest request, Model model) {
        ParameterValues values = parameters.current();
        model.addAttribute(
                "parameters",
                Arrays.stream(Parameter.values()).map(p -> Row.of(p, values)).toList());
        retention
                .pending(values, principal.timeZone())
                .ifPresent(sentence -> model.addAttribute("retentionPending", sentence));
        model.addAttribute("retentionKey", Parameter.AUDIT_RETENTION_DAYS.key());
        model.addAttribute("cookieWarning", offers.dropsCookie(request, values));
    }
}
