package dev.vestibule.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.vestibule.company.Company;
import dev.vestibule.company.CompanyNameTakenException;
import dev.vestibule.company.CompanyRepository;
import dev.vestibule.company.CompanyService;
import dev.vestibule.company.CompanyService.Draft;
import dev.vestibule.network.Site;
import dev.vestibule.policy.Policies;
import dev.vestibule.policy.Policy;
import dev.vestibule.policy.PolicyInput;
import dev.vestibule.policy.PolicySettings;
import dev.vestibule.web.Problem;
import dev.vestibule.web.ProblemException;
import dev.vestibule.web.ProblemException.FieldFlaw;
import dev.vestibule.web.ProblemException.Flaw;
import dev.vestibule.web.ShortText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Companies and their policies, by name. */
@RestController
@RequestMapping(path = "/api/v1/companies", produces = MediaType.APPLICATION_JSON_VALUE)
class CompanyApiController {
    private static final Set<String> READ_ONLY = Set.of("id");

    private final CompanyRepository companies;
    private final CompanyService companyService;
    private final Policies policies;
    private final JsonBodies bodies;
    private final JdbcClient jdbc;
    private final Site site;

    CompanyApiController(
            CompanyRepository companies,
            CompanyService companyService,
            Policies policies,
            JsonBodies bodies,
            JdbcClient jdbc,
            Site site) {
        this.companies = companies;
        this.companyService = companyService;
        this.policies = policies;
        this.bodies = bodies;
        this.jdbc = jdbc;
        this.site = site;
    }

    record View(UUID id, @JsonUnwrapped Body company) {}

    /** The fields of a company that can be set. Authenticator apps put a colon after its name. */
    record Body(
            @ShortText @Pattern(regexp = "[^:]*") @Nullable String name,
            @JsonUnwrapped PolicyInput policy) {
        static Body of(@Nullable String name, PolicySettings settings) {
            return new Body(name, PolicyInput.of(settings));
        }
    }

    @GetMapping
    Page<View> list(@Valid @ModelAttribute PageQuery page) {
        List<View> found = jdbc.sql("select c.id, c.name, " + Policy.AS_JSON + """
                 from company c left join policy p on p.company_id = c.id
                where c.name > :after order by c.name limit :limit""")
                .param("after", page.after())
                .param("limit", page.limit() + 1)
                .query((row, n) -> new View(
                        row.getObject("id", UUID.class),
                        Body.of(
                                row.getString("name"),
                                Policy.ofJson(row.getString("policy")).settings())))
                .list();
        return Page.of(
                found,
                page.limit(),
                view -> Objects.requireNonNull(view.company().name()));
    }

    @GetMapping("/{id}")
    View get(@PathVariable UUID id) {
        return new View(id, Body.of(company(id).name(), policies.of(id).settings()));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<View> create(HttpServletRequest request) {
        Draft wanted = read(request, Body.of(null, PolicySettings.NONE));
        if (companies.isTaken(wanted.name())) {
            throw taken();
        }
        UUID id = orTaken(() -> companyService.create(wanted.name(), wanted.settings()))
                .id();
        String path = "/api/v1/companies/" + id;
        return ResponseEntity.created(URI.create(site.absolute(path).orElse(path)))
                .body(new View(id, Body.of(wanted.name(), wanted.settings())));
    }

    @PatchMapping(
            path = "/{id}",
            consumes = {JsonBodies.MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
    View change(@PathVariable UUID id, HttpServletRequest request) {
        company(id);
        // The locked company is the base of the change: fields that are not sent keep its values.
        var outcome =
                orTaken(() -> companyService.edit(id, null, now -> read(request, Body.of(now.name(), now.settings()))));
        if (outcome == CompanyService.Outcome.LAST_ADMINISTRATOR) {
            throw new ProblemException(Problem.LAST_ADMINISTRATOR);
        }
        return get(id);
    }

    private Draft read(HttpServletRequest request, Body present) {
        Body body = bodies.read(
                request, present, READ_ONLY, (sent, errors) -> sent.policy().check(errors));
        return new Draft(
                Objects.requireNonNull(body.name()).strip(), body.policy().settings());
    }

    /** The unique constraint decides whether the name is taken. */
    private static <T> T orTaken(Supplier<T> change) {
        try {
            return change.get();
        } catch (CompanyNameTakenException e) {
            throw taken();
        }
    }

    private static ProblemException taken() {
        return new ProblemException(Problem.CONFLICT, List.of(new FieldFlaw("name", Flaw.TAKEN)));
    }

    private Company company(UUID id) {
        return companies.findById(id).orElseThrow(() -> new ProblemException(Problem.NOT_FOUND));
    }
}
