package dev.vestibule.testing;

import dev.vestibule.policy.TestCompanies;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Deletes the companies that earlier test classes left: a form asks for the company only where there are several. */
class OneCompany implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        TestCompanies.tidy(SpringExtension.getApplicationContext(context).getBean(JdbcClient.class));
    }
}
