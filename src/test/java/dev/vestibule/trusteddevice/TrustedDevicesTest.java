package dev.vestibule.trusteddevice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.encryption.Token;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What a browser is given when it is remembered, and what the server keeps of it. */
@VestibuleTest
record TrustedDevicesTest(
        TrustedDevices devices, TokenRotation rotation, Parameters parameters, TestClock clock, JdbcClient jdbc) {
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    @AfterEach
    void restore() {
        parameters.reset(Parameter.SECURE_COOKIE);
        parameters.reset(Parameter.TRUSTED_DEVICE_DAYS);
    }

    @Test
    void trustWhenSecureIsOnThenCookieIsAHostCookie(@WithMfa TestAccount bob) {
        assertThat(trust(bob))
                .matches("__Host-trusted_device_" + bob.id() + "=[A-Za-z0-9_-]{43}; .*")
                .contains("; Path=/; Max-Age=2592000; ", "; Secure; ", "; HttpOnly; ")
                .endsWith("; SameSite=Lax")
                .doesNotContainIgnoringCase("domain");
    }

    @Test
    void trustWhenSecureIsLeftOffThenCookieHasNeitherPrefixNorFlag(@WithMfa TestAccount bob) {
        parameters.set(Parameter.SECURE_COOKIE, 0);
        parameters.set(Parameter.TRUSTED_DEVICE_DAYS, 7);

        assertThat(trust(bob))
                .matches("trusted_device_" + bob.id() + "=[A-Za-z0-9_-]{43}; .*")
                .contains("; Path=/; Max-Age=604800; ", "; HttpOnly; ")
                .endsWith("; SameSite=Lax")
                .doesNotContainIgnoringCase("secure")
                .doesNotContainIgnoringCase("domain");
    }

    @Test
    void trustWhenStoredThenOnlyAHashIs(@WithMfa TestAccount bob) {
        String token = token(trust(bob));

        var row = jdbc.sql("select d::text as text, token_hash from trusted_device d where account_id = :id")
                .param("id", bob.id())
                .query()
                .singleRow();
        assertThat((String) row.get("text")).doesNotContain(token);
        assertThat((byte[]) row.get("token_hash")).isEqualTo(new Token(token).hash());
    }

    @Test
    void ofWhenBrowserWasTrustedThenIsListedWithItsNameAndEnd(@WithMfa TestAccount bob) {
        trust(bob);

        assertThat(devices.of(bob.id(), parameters.current())).singleElement().satisfies(device -> {
            assertThat(device.browser()).isEqualTo("Firefox on Linux");
            assertThat(device.trustedAt()).isEqualTo(clock.instant());
            assertThat(device.lastUsedAt()).isEqualTo(clock.instant());
            assertThat(device.until()).isEqualTo(clock.instant().plus(Duration.ofDays(30)));
        });
    }

    @Test
    void tokensWhenADeviceIsUsedOftenThenOnlyTheNewestFiftyAreKept(@WithMfa TestAccount bob) {
        String token = token(trust(bob));
        for (int use = 0; use < 60; use++) {
            MockHttpServletRequest request = request();
            request.setCookies(new Cookie("__Host-trusted_device_" + bob.id(), token));
            MockHttpServletResponse response = new MockHttpServletResponse();
            UUID device = jdbc.sql("select id from trusted_device where account_id = :id")
                    .param("id", bob.id())
                    .query(UUID.class)
                    .single();
            assertThat(rotation.consume(bob.id(), device, parameters.current(), clock.instant(), request, response))
                    .isPresent();
            token = token(Objects.requireNonNull(response.getHeader("Set-Cookie")));
        }

        assertThat(jdbc.sql("""
                select t.token_hash from trusted_device_token t join trusted_device d on d.id = t.device_id
                where d.account_id = :id order by t.issue_number desc""").param("id", bob.id()).query(byte[].class).list())
                .hasSize(TokenRotation.TOKENS_KEPT)
                .first()
                .isEqualTo(new Token(token).hash());
    }

    @Test
    void trustWhenBrowserIsTrustedAgainThenTakesTheOldOnesPlace(@WithMfa TestAccount bob, @WithMfa TestAccount carol) {
        String first = token(trust(bob));
        String carols = token(trust(carol));
        MockHttpServletRequest request = request();
        request.setCookies(
                new Cookie(TrustedDeviceCookie.name(bob.id(), true), first),
                new Cookie(TrustedDeviceCookie.name(carol.id(), true), carols));

        devices.trust(bob.id(), version(bob), parameters.current(), request, new MockHttpServletResponse());

        assertThat(devices.of(bob.id(), parameters.current())).hasSize(1);
        assertThat(devices.of(carol.id(), parameters.current())).hasSize(1);
        assertThat(known(bob, first)).isFalse();
    }

    @Test
    void trustWhenCookieIsAnotherUsersTokenThenTheirsStays(@WithMfa TestAccount bob, @WithMfa TestAccount carol) {
        String carols = token(trust(carol));
        MockHttpServletRequest request = request();
        request.setCookies(new Cookie(TrustedDeviceCookie.name(bob.id(), true), carols));

        devices.trust(bob.id(), version(bob), parameters.current(), request, new MockHttpServletResponse());

        assertThat(known(carol, carols)).isTrue();
    }

    @Test
    void trustWhenSessionHasEndedMeanwhileThenNothingIsRememberedOrForgotten(@WithMfa TestAccount bob) {
        String first = token(trust(bob));
        MockHttpServletRequest request = request();
        request.setCookies(new Cookie(TrustedDeviceCookie.name(bob.id(), true), first));
        MockHttpServletResponse response = new MockHttpServletResponse();

        devices.trust(bob.id(), version(bob) - 1, parameters.current(), request, response);

        assertThat(response.getHeaders("Set-Cookie")).isEmpty();
        assertThat(devices.of(bob.id(), parameters.current())).hasSize(1);
        assertThat(known(bob, first)).isTrue();
    }

    @Test
    void useWhenDeviceSkippedTheCodeThenItIsTheLastUsed(@WithMfa TestAccount bob) {
        String first = token(trust(bob));
        UUID older = devices.of(bob.id(), parameters.current()).get(0).id();
        clock.pass(Duration.ofMinutes(1));
        trust(bob);
        clock.pass(Duration.ofMinutes(1));

        assertThat(use(bob, older, first)).isTrue();

        var listed = devices.of(bob.id(), parameters.current());
        assertThat(listed).hasSize(2);
        assertThat(listed.get(0).id()).isEqualTo(older);
        assertThat(listed.get(0).lastUsedAt()).isEqualTo(clock.instant());
        assertThat(listed.get(0).until()).isBefore(listed.get(1).until());
    }

    @Test
    void refuseWhenBrowserCarriesOneThenIsTakenAway(@WithMfa TestAccount bob) {
        MockHttpServletRequest request = request();
        request.setCookies(new Cookie(TrustedDeviceCookie.name(bob.id(), true), "stale"));
        MockHttpServletResponse response = new MockHttpServletResponse();

        rotation.refuse(bob.id(), parameters.current(), clock.instant(), request, response);

        assertThat(Objects.requireNonNull(response.getHeader("Set-Cookie")))
                .startsWith("__Host-trusted_device_" + bob.id() + "=; ")
                .contains("; Path=/; Max-Age=0; ", "; Secure; ");
    }

    @Test
    void refuseWhenBrowserCarriesNoneThenSaysNothing(@WithMfa TestAccount bob) {
        MockHttpServletResponse response = new MockHttpServletResponse();

        rotation.refuse(bob.id(), parameters.current(), clock.instant(), request(), response);

        assertThat(response.getHeaders("Set-Cookie")).isEmpty();
    }

    private String trust(TestAccount account) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        devices.trust(account.id(), version(account), parameters.current(), request(), response);
        return Objects.requireNonNull(response.getHeader("Set-Cookie"));
    }

    private boolean use(TestAccount account, UUID device, String token) {
        MockHttpServletRequest request = request();
        request.setCookies(new Cookie(TrustedDeviceCookie.name(account.id(), true), token));
        return rotation.consume(
                        account.id(),
                        device,
                        parameters.current(),
                        clock.instant(),
                        request,
                        new MockHttpServletResponse())
                .isPresent();
    }

    private static MockHttpServletRequest request() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("User-Agent", FIREFOX);
        return request;
    }

    private static String token(String cookie) {
        return cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
    }

    private boolean known(TestAccount account, String token) {
        return jdbc.sql("select exists (select from trusted_device where account_id = :id and token_hash = :hash)")
                .param("id", account.id())
                .param("hash", new Token(token).hash())
                .query(Boolean.class)
                .single();
    }

    private int version(TestAccount account) {
        return jdbc.sql("select credential_version from account where id = :id")
                .param("id", account.id())
                .query(Integer.class)
                .single();
    }
}
