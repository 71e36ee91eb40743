package dev.vestibule.login;

import static dev.vestibule.principal.Factors.ENROLMENT_PASS;
import static dev.vestibule.principal.Factors.PASSWORD;
import static dev.vestibule.principal.Factors.TOTP;
import static dev.vestibule.principal.Factors.TRUSTED_DEVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vestibule.account.Role;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.policy.MfaStatus;
import dev.vestibule.policy.MfaStatus.State;
import dev.vestibule.policy.Policy;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.Factors;
import dev.vestibule.principal.SignInStage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.FactorAuthorizationDecision;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;

/** What "signed in" means, for each state of an account and each set of factors; without a server. */
class MfaRuleTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    static Stream<Arguments> signIns() {
        return Stream.of(
                // An account without MFA: the password is enough.
                arguments(State.FREE, List.of(), SignInStage.EXPIRED),
                arguments(State.FREE, List.of(PASSWORD), SignInStage.SIGNED_IN),
                arguments(State.GRACE, List.of(PASSWORD), SignInStage.SIGNED_IN),
                // With MFA: a code or a trusted device as well, and neither without the password.
                arguments(State.READY, List.of(), SignInStage.EXPIRED),
                arguments(State.READY, List.of(PASSWORD), SignInStage.CODE),
                arguments(State.READY, List.of(PASSWORD, TOTP), SignInStage.SIGNED_IN),
                arguments(State.READY, List.of(PASSWORD, TRUSTED_DEVICE), SignInStage.SIGNED_IN),
                arguments(State.READY, List.of(TOTP), SignInStage.EXPIRED),
                arguments(State.READY, List.of(TOTP, TRUSTED_DEVICE), SignInStage.EXPIRED),
                arguments(State.READY, List.of(PASSWORD, ENROLMENT_PASS), SignInStage.CODE),
                // An account that must enrol: only the wizard, whatever factors it had before.
                arguments(State.DUE, List.of(), SignInStage.EXPIRED),
                arguments(State.DUE, List.of(PASSWORD), SignInStage.ENROLLING),
                arguments(State.DUE, List.of(PASSWORD, TOTP), SignInStage.ENROLLING),
                arguments(State.DUE_BY_PASS, List.of(PASSWORD), SignInStage.ENROLMENT_DUE),
                arguments(State.DUE_BY_PASS, List.of(PASSWORD, TRUSTED_DEVICE), SignInStage.ENROLMENT_DUE),
                arguments(State.DUE_BY_PASS, List.of(PASSWORD, ENROLMENT_PASS), SignInStage.ENROLLING),
                arguments(State.DUE_BY_PASS, List.of(ENROLMENT_PASS), SignInStage.EXPIRED));
    }

    @ParameterizedTest
    @MethodSource("signIns")
    void signInWhenItHasTheseFactorsThenIsAtThatStage(State state, List<String> factors, SignInStage stage) {
        Authentication signIn = signIn(state, Role.USER, factors);

        assertThat(SignInStage.of(signIn)).isEqualTo(stage);
        assertThat(permits(MfaRule.rules().authenticated(), signIn)).isEqualTo(stage == SignInStage.SIGNED_IN);
        assertThat(permits(MfaRule.passwordGiven(), signIn)).isEqualTo(stage != SignInStage.EXPIRED);
    }

    @Test
    void visitorWhenAskedThenIsNotSignedIn() {
        Authentication visitor = new AnonymousAuthenticationToken(
                "key", "anonymousUser", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

        assertThat(SignInStage.of(null)).isEqualTo(SignInStage.VISITOR);
        assertThat(SignInStage.of(visitor)).isEqualTo(SignInStage.VISITOR);
        assertThat(permits(MfaRule.rules().authenticated(), visitor)).isFalse();
        assertThat(permits(MfaRule.passwordGiven(), visitor)).isFalse();
    }

    @Test
    void administratorWhenTheCodeIsMissingThenHasNoRoleYet() {
        AuthorizationManager<Object> administrators = MfaRule.rules().hasRole("ADMIN");

        assertThat(permits(administrators, signIn(State.READY, Role.ADMIN, List.of(PASSWORD))))
                .isFalse();
        assertThat(permits(administrators, signIn(State.READY, Role.ADMIN, List.of(PASSWORD, TOTP))))
                .isTrue();
        assertThat(permits(administrators, signIn(State.READY, Role.USER, List.of(PASSWORD, TOTP))))
                .isFalse();
    }

    /** By the missing factor Spring Security finds the page that adds it. */
    @Test
    void signInWhenAFactorIsMissingThenTheRefusalNamesIt() {
        assertThat(missing(signIn(State.READY, Role.USER, List.of()))).isEqualTo(PASSWORD);
        assertThat(missing(signIn(State.READY, Role.USER, List.of(PASSWORD)))).isEqualTo(TOTP);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DUE")
    void wizardWhenTheAccountNeedNotEnrolAtOnceThenTheOtherRuleDecides(State state) {
        Authentication signIn = signIn(state, Role.USER, List.of(PASSWORD));

        assertThat(permits(MfaRule.enrollingOr((who, object) -> null), signIn)).isFalse();
        assertThat(permits(MfaRule.enrollingOr(MfaRule.passwordGiven()), signIn))
                .isTrue();
    }

    @Test
    void wizardWhenTheAccountEnrolsThenIsOpen() {
        assertThat(permits(MfaRule.enrollingOr((who, object) -> null), signIn(State.DUE, Role.USER, List.of(PASSWORD))))
                .isTrue();
    }

    private static @Nullable String missing(Authentication signIn) {
        var result =
                (FactorAuthorizationDecision) MfaRule.rules().authenticated().authorize(() -> signIn, "page");
        return result == null
                ? null
                : result.getFactorErrors().get(0).getRequiredFactor().getAuthority();
    }

    private static boolean permits(AuthorizationManager<Object> rule, Authentication signIn) {
        var result = rule.authorize(() -> signIn, "page");
        return result != null && result.isGranted();
    }

    private static Authentication signIn(State state, Role role, List<String> factors) {
        var principal = new AccountPrincipal(
                new UUID(1, 1),
                "alice",
                "Alice",
                "My Company",
                role,
                ZoneOffset.UTC,
                false,
                new MfaStatus(state, state == State.GRACE ? NOW.plusSeconds(60) : null),
                Policy.NONE,
                1,
                ParameterValues.ofJson(null),
                null);
        List<GrantedAuthority> granted = new ArrayList<>(principal.getAuthorities());
        factors.forEach(factor -> granted.add(Factors.granted(factor, NOW)));
        return UsernamePasswordAuthenticationToken.authenticated(principal, null, granted);
    }
}
