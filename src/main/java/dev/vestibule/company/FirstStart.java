package dev.vestibule.company;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.platform.CliProfile;
import dev.vestibule.startup.StartException;
import java.time.Clock;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Creates the first company and its administrator, once, when there is no account at all. */
@Component
@Profile(CliProfile.NOT)
@DependsOnDatabaseInitialization
class FirstStart implements InitializingBean {
    /**
     * The advisory lock that prevents several nodes that start together from creating both twice; the number is
     * arbitrary.
     */
    private static final long LOCK = 0x7665_7374_6962_756cL;

    private final BootstrapProperties bootstrap;
    private final CompanyRepository companies;
    private final AccountRepository accounts;
    private final FirstAdministrator administrator;
    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final Clock clock;

    FirstStart(
            BootstrapProperties bootstrap,
            CompanyRepository companies,
            AccountRepository accounts,
            FirstAdministrator administrator,
            JdbcClient jdbc,
            TransactionOperations transaction,
            Clock clock) {
        this.bootstrap = bootstrap;
        this.companies = companies;
        this.accounts = accounts;
        this.administrator = administrator;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public void afterPropertiesSet() {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("select pg_advisory_xact_lock(:lock)::text")
                    .param("lock", LOCK)
                    .query(String.class)
                    .single();
            if (!accounts.existsBy()) {
                create();
            }
        });
    }

    private void create() {
        Company company = companies.saveAndFlush(new Company(companyName(), clock.instant()));
        administrator.create(company.id());
    }

    private String companyName() {
        String name = bootstrap.company().strip();
        if (name.isEmpty() || name.length() > 100 || name.contains(":")) {
            throw new StartException(
                    "vestibule.bootstrap.company is no name for a company.",
                    "Set it to a name of 1 to 100 characters without a colon.");
        }
        return name;
    }
}
