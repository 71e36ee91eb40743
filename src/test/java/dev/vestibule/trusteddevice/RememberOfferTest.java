package dev.vestibule.trusteddevice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.network.Site;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.policy.Policy;
import dev.vestibule.trusteddevice.RememberOffer.Offer;
import jakarta.servlet.http.Cookie;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class RememberOfferTest {
    private static final UUID ALICE = UUID.randomUUID();
    private static final ParameterValues SECURE = ParameterValues.ofJson(null);
    private static final ParameterValues PLAIN = ParameterValues.ofJson("{\"auth_totp.secure_cookie\": \"0\"}");

    private final RememberOffer offers = new RememberOffer(new Site(null));

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "127.255.255.255", "[::1]", "0:0:0:0:0:0:0:1"})
    void toWhenPageCameFromLoopbackThenIsOffered(String host) {
        assertThat(offers.to(ALICE, http(host), SECURE, Policy.NONE)).isEqualTo(Offer.OFFERED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login.example.com",
                "192.168.0.7",
                "10.0.0.1",
                "128.0.0.1",
                "12.7.0.1",
                "127.0.0.1.example.com",
                "127.example.com",
                "localhost.example.com",
                "notlocalhost",
                "[::2]",
                "[2001:db8::1]",
                "0.0.0.0"
            })
    void toWhenPageCameByPlainHttpThenNeedsHttps(String host) {
        assertThat(offers.to(ALICE, http(host), SECURE, Policy.NONE)).isEqualTo(Offer.NEEDS_HTTPS);
        assertThat(offers.dropsCookie(http(host), SECURE)).isTrue();
    }

    @Test
    void toWhenSecureIsLeftOffThenPlainHttpWillDo() {
        assertThat(offers.to(ALICE, http("login.example.com"), PLAIN, Policy.NONE))
                .isEqualTo(Offer.OFFERED);
        assertThat(offers.dropsCookie(http("login.example.com"), PLAIN)).isFalse();
    }

    @Test
    void toWhenRequestIsSecureThenIsOffered() {
        MockHttpServletRequest request = http("login.example.com");
        request.setSecure(true);

        assertThat(offers.to(ALICE, request, SECURE, Policy.NONE)).isEqualTo(Offer.OFFERED);
    }

    @Test
    void toWhenPublicUrlIsHttpsThenIsOfferedWhateverTheServerSees() {
        var behindProxy = new RememberOffer(new Site(URI.create("https://login.example.com")));
        var plain = new RememberOffer(new Site(URI.create("http://login.example.com")));

        assertThat(behindProxy.to(ALICE, http("10.0.0.1"), SECURE, Policy.NONE)).isEqualTo(Offer.OFFERED);
        assertThat(plain.to(ALICE, http("login.example.com"), SECURE, Policy.NONE))
                .isEqualTo(Offer.NEEDS_HTTPS);
    }

    @Test
    void toWhenFiveOthersAreRememberedThenASixthIsRefused() {
        assertThat(offers.to(ALICE, withCookies(others(4)), SECURE, Policy.NONE))
                .isEqualTo(Offer.OFFERED);
        assertThat(offers.to(ALICE, withCookies(others(5)), SECURE, Policy.NONE))
                .isEqualTo(Offer.TOO_MANY_ACCOUNTS);
    }

    @Test
    void toWhenOneOfTheFiveIsOnesOwnThenIsOffered() {
        List<Cookie> cookies = others(4);
        cookies.add(new Cookie(TrustedDeviceCookie.name(ALICE, true), "x"));

        assertThat(offers.to(ALICE, withCookies(cookies), SECURE, Policy.NONE)).isEqualTo(Offer.OFFERED);
    }

    @Test
    void toWhenAnAccountHasBothKindsOfCookieThenItCountsOnce() {
        List<Cookie> cookies = others(3);
        UUID bob = UUID.randomUUID();
        cookies.add(new Cookie(TrustedDeviceCookie.name(bob, true), "x"));
        cookies.add(new Cookie(TrustedDeviceCookie.name(bob, false), "x"));

        assertThat(offers.to(ALICE, withCookies(cookies), SECURE, Policy.NONE)).isEqualTo(Offer.OFFERED);
    }

    @Test
    void toWhenCookiesOnlyResembleOursThenTheyDoNotCount() {
        List<Cookie> cookies = others(4);
        cookies.add(new Cookie("trusted_device_", "x"));
        cookies.add(new Cookie("xtrusted_device_" + UUID.randomUUID(), "x"));
        cookies.add(new Cookie("__Secure-trusted_device_" + UUID.randomUUID(), "x"));

        assertThat(offers.to(ALICE, withCookies(cookies), SECURE, Policy.NONE)).isEqualTo(Offer.OFFERED);
    }

    private static List<Cookie> others(int count) {
        List<Cookie> cookies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cookies.add(new Cookie(TrustedDeviceCookie.name(UUID.randomUUID(), i % 2 == 0), "x"));
        }
        return cookies;
    }

    private static MockHttpServletRequest withCookies(List<Cookie> cookies) {
        MockHttpServletRequest request = http("localhost");
        request.setCookies(cookies.toArray(Cookie[]::new));
        return request;
    }

    private static MockHttpServletRequest http(String host) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setServerName(host);
        return request;
    }
}
