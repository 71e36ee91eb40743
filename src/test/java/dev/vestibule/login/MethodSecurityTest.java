package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vestibule.account.Role;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.policy.MfaStatus;
import dev.vestibule.policy.Policy;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.Factors;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/** Whoever secures a method by its annotation means the rule of the house: a factory of another type would go unseen. */
class MethodSecurityTest {
    @Configuration(proxyBeanMethods = false)
    @EnableMethodSecurity
    @Import(MfaRule.class)
    static class Methods {
        @Bean
        static Secured secured() {
            return new Secured();
        }
    }

    static class Secured {
        @PreAuthorize("hasRole('USER')")
        public String byRole() {
            return "open";
        }

        @PreAuthorize("isAuthenticated()")
        public String bySignIn() {
            return "open";
        }
    }

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void methodWhenOnlyThePasswordWasGivenThenIsRefusedUntilTheCode() {
        try (var context = new AnnotationConfigApplicationContext(Methods.class)) {
            Secured secured = context.getBean(Secured.class);

            signIn(Factors.PASSWORD);
            assertThatThrownBy(secured::byRole).isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(secured::bySignIn).isInstanceOf(AccessDeniedException.class);

            signIn(Factors.PASSWORD, Factors.TOTP);
            assertThat(secured.byRole()).isEqualTo("open");
            assertThat(secured.bySignIn()).isEqualTo("open");
        }
    }

    private static void signIn(String... factors) {
        AccountPrincipal ann = new AccountPrincipal(
                UUID.randomUUID(),
                "ann",
                "Ann",
                "My Company",
                Role.USER,
                ZoneOffset.UTC,
                false,
                new MfaStatus(MfaStatus.State.READY, null),
                Policy.NONE,
                1,
                ParameterValues.ofJson(null),
                null);
        List<GrantedAuthority> granted = new ArrayList<>(ann.getAuthorities());
        for (String factor : factors) {
            granted.add(Factors.granted(factor, Instant.EPOCH));
        }
        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(ann, null, granted));
    }
}
