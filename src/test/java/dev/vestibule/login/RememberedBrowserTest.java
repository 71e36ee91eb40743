package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.principal.AccountPrincipalRepository;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.trusteddevice.PresentedTokens;
import dev.vestibule.trusteddevice.TrustedDevices;
import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Which cookie is honoured at a request. */
@VestibuleTest
record RememberedBrowserTest(
        AccountPrincipalRepository accounts,
        TrustedDevices devices,
        Parameters parameters,
        TestClock clock,
        JdbcClient jdbc) {
    @AfterEach
    void restore() {
        parameters.reset(Parameter.SECURE_COOKIE);
        parameters.reset(Parameter.TRUSTED_DEVICE_DAYS);
    }

    @Test
    void deviceWhenBrowserShowsItsCookieThenIsHonoured(@WithMfa TestAccount bob) {
        Cookie cookie = trust(bob);

        assertThat(device(bob, cookie)).isNotNull();
        assertThat(device(bob)).isNull();
    }

    @Test
    void deviceWhenCookieIsOfAnotherUserThenIsNotHonoured(@WithMfa TestAccount bob, @WithMfa TestAccount carol) {
        Cookie carols = trust(carol);

        assertThat(device(bob, carols)).isNull();
        assertThat(device(bob, new Cookie("__Host-trusted_device_" + bob.id(), carols.getValue())))
                .isNull();
    }

    @Test
    void deviceWhenTokenIsAlteredOrEmptyThenIsNotHonoured(@WithMfa TestAccount bob) {
        Cookie cookie = trust(bob);

        assertThat(device(bob, new Cookie(cookie.getName(), cookie.getValue() + "A")))
                .isNull();
        assertThat(device(bob, new Cookie(cookie.getName(), cookie.getValue().substring(1))))
                .isNull();
        assertThat(device(bob, new Cookie(cookie.getName(), ""))).isNull();
    }

    @Test
    void deviceWhenNameIsNotTheOneInForceThenIsNotHonoured(@WithMfa TestAccount bob) {
        Cookie secure = trust(bob);
        Cookie sameTokenWithoutPrefix = new Cookie("trusted_device_" + bob.id(), secure.getValue());

        assertThat(device(bob, sameTokenWithoutPrefix)).isNull();
        parameters.set(Parameter.SECURE_COOKIE, 0);
        assertThat(device(bob, secure)).isNull();
        assertThat(device(bob, sameTokenWithoutPrefix)).isNull();
        parameters.set(Parameter.SECURE_COOKIE, 1);
        assertThat(device(bob, secure)).isNotNull();
    }

    @Test
    void deviceWhenBothCookiesAreShownThenTheOneInForceCounts(@WithMfa TestAccount bob) {
        Cookie secure = trust(bob);
        UUID first = device(bob, secure);
        parameters.set(Parameter.SECURE_COOKIE, 0);
        Cookie plain = trust(bob);
        UUID second = device(bob, plain);

        assertThat(device(bob, secure, plain)).isEqualTo(second).isNotEqualTo(first);
        parameters.set(Parameter.SECURE_COOKIE, 1);
        assertThat(device(bob, secure, plain)).isEqualTo(first);
    }

    @Test
    void deviceWhenItsLifetimeIsOverThenIsNotHonoured(@WithMfa TestAccount bob) {
        Cookie cookie = trust(bob);

        clock.pass(Duration.ofDays(30).minusMillis(1));
        assertThat(device(bob, cookie)).isNotNull();
        clock.pass(Duration.ofMillis(1));
        assertThat(device(bob, cookie)).isNull();
    }

    @Test
    void deviceWhenLifetimeIsShortenedThenIsNotHonouredAndNeverAgain(@WithMfa TestAccount bob) {
        Cookie cookie = trust(bob);
        clock.pass(Duration.ofDays(1));

        parameters.set(Parameter.TRUSTED_DEVICE_DAYS, 1);
        assertThat(device(bob, cookie)).isNull();
        parameters.reset(Parameter.TRUSTED_DEVICE_DAYS);
        assertThat(device(bob, cookie)).isNull();
    }

    private Cookie trust(TestAccount account) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        devices.trust(account.id(), version(account), parameters.current(), new MockHttpServletRequest(), response);
        String pair = Objects.requireNonNull(response.getHeader("Set-Cookie")).split(";", 2)[0];
        int equals = pair.indexOf('=');
        return new Cookie(pair.substring(0, equals), pair.substring(equals + 1));
    }

    private @Nullable UUID device(TestAccount account, Cookie... cookies) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setCookies(cookies);
        return accounts.byId(account.id(), PresentedTokens.of(request, account.id()), "127.0.0.1")
                .orElseThrow()
                .principal()
                .device();
    }

    private int version(TestAccount account) {
        return jdbc.sql("select credential_version from account where id = :id")
                .param("id", account.id())
                .query(Integer.class)
                .single();
    }
}
