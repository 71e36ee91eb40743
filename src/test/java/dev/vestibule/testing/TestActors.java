package dev.vestibule.testing;

import dev.vestibule.testing.TestSetup.Browsers;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Creates the accounts and browsers that a test has as parameters. */
class TestActors implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == TestBrowser.class
                || parameter.isAnnotated(WithPassword.class)
                || parameter.isAnnotated(WithMfa.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        var context = SpringExtension.getApplicationContext(test);
        if (parameter.getParameter().getType() == TestBrowser.class) {
            return context.getBean(Browsers.class).open();
        }
        String name = parameter.getParameter().getName();
        TestAccounts accounts = context.getBean(TestAccounts.class);
        return parameter
                .findAnnotation(WithMfa.class)
                .map(mfa -> accounts.withMfa(name, mfa.value()))
                .or(() -> parameter
                        .findAnnotation(WithPassword.class)
                        .map(password -> accounts.withPassword(name, password.value())))
                .orElseThrow();
    }
}
