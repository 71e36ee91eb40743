package dev.vestibule.api;

import dev.vestibule.company.Company;
import dev.vestibule.company.CompanyNameTakenException;
import dev.vestibule.company.CompanyRepository;
import dev.vestibule.company.CompanyService;
import dev.vestibule.company.CompanyService.Draft;
import dev.vestibule.network.Site;
import dev.vestibule.policy.Policies;
import dev.vestibule.policy.PolicySettings;
import dev.vestibule.web.Problem.Code;
import dev.vestibule.web.Problem.Flaw;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Companies, by name. */
@RestController
@RequestMapping(path = "/api/v1/companies", produces = MediaType.APPLICATION_JSON_VALUE)
class CompanyResources {
    private final CompanyRepository companies;
    private final CompanyService registry;
    private final Policies policies;
    private final JdbcClient jdbc;
    private final Site site;

    CompanyResources(
            CompanyRepository companies, CompanyService registry, Policies policies, JdbcClient jdbc, Site site) {
        this.companies = companies;
        this.registry = registry;
        this.policies = policies;
        this.jdbc = jdbc;
        this.site = site;
    }

    /** A company as the API tells it. */
    @JsonNaming(SnakeCaseStrategy.class)
    record View(
            UUID id,
            String name,
            String mfaRequired,
            int graceDays,
            String enrolment,
            boolean trustedDevicesAllowed,
            @Nullable Integer trustedDeviceDays,
            List<String> trustedNetworks) {
        /** Those of it that a request cannot set. */
        static final Set<String> READ_ONLY = Set.of("id");

        static View of(UUID id, String name, PolicySettings terms) {
            return new View(
                    id,
                    name,
                    terms.mfaRequired().code(),
                    terms.graceDays(),
                    terms.enrolment().code(),
                    terms.trustedDevicesAllowed(),
                    terms.trustedDeviceDays(),
                    terms.trustedNetworks());
        }
    }

    @GetMapping
    @Takes({Query.LIMIT, Query.CURSOR})
    Page<View> list(Query query) {
        String after = query.cursor(Optional::of);
        int limit = query.limit();
        List<View> found = jdbc.sql("select c.id, c.name, " + Policies.COLUMNS + """
                 from company c left join policy p on p.company_id = c.id
                where c.name > :after order by c.name limit :limit""")
                .param("after", Objects.requireNonNullElse(after, ""))
                .param("limit", limit + 1)
                .query((row, n) -> View.of(
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        Policies.read(row).terms()))
                .list();
        return Page.of(found, limit, View::name);
    }

    @GetMapping("/{id}")
    View get(@PathVariable UUID id) {
        return View.of(id, company(id).name(), policies.of(id).terms());
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<View> create(Body body) throws IOException {
        Fields fields = body.fields().require("name");
        String name = Objects.requireNonNullElse(name(fields), "");
        UnaryOperator<PolicySettings> policy = PolicyFields.read(fields);
        fields.end(View.READ_ONLY);
        if (companies.isTaken(name)) {
            throw Refusal.taken("name");
        }
        PolicySettings terms = policy.apply(PolicySettings.NONE);
        View made = View.of(orTaken(() -> registry.create(name, terms)).id(), name, terms);
        String path = "/api/v1/companies/" + made.id();
        return ResponseEntity.created(URI.create(site.absolute(path).orElse(path)))
                .body(made);
    }

    @PatchMapping(
            path = "/{id}",
            consumes = {UserResources.MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
    View change(@PathVariable UUID id, Body body) throws IOException {
        company(id);
        Fields fields = body.fields();
        String name = name(fields);
        UnaryOperator<PolicySettings> policy = PolicyFields.read(fields);
        fields.end(View.READ_ONLY);
        var outcome = orTaken(() ->
                registry.edit(id, null, now -> new Draft(name == null ? now.name() : name, policy.apply(now.terms()))));
        if (outcome == CompanyService.Outcome.LAST_ADMINISTRATOR) {
            throw Refusal.of(Code.LAST_ADMINISTRATOR);
        }
        return get(id);
    }

    /** Authenticator apps part the issuer from the account by a colon. */
    private static @Nullable String name(Fields fields) {
        String name = fields.shortText("name");
        if (name != null && name.contains(":")) {
            fields.refuse("name", Flaw.INVALID);
        }
        return name;
    }

    /** The database has the last word on what is taken. */
    private static <T> T orTaken(Supplier<T> change) {
        try {
            return change.get();
        } catch (CompanyNameTakenException e) {
            throw Refusal.taken("name");
        }
    }

    private Company company(UUID id) {
        return companies.findById(id).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }
}
