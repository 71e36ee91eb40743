package dev.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.encryption.EncryptionKeys;
import dev.vestibule.network.Site;
import dev.vestibule.testing.TestSetup;
import jakarta.servlet.http.Cookie;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.CookieSerializer.CookieValue;

class AuthenticatedCookieSerializerTest {
    private static final String OTHER_KEY = "k9:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=";
    private static final String ID = UUID.randomUUID().toString();

    private final CookieSerializer serializer = serializer(TestSetup.KEYS, null);

    @Test
    void readWhenCookieIsAsWrittenThenIsTheId() {
        String value = value(write(serializer, ID));

        assertThat(value).startsWith(ID + ".").hasSize(ID.length() + 1 + 43);
        assertThat(read(serializer, value)).containsExactly(ID);
    }

    @Test
    void readWhenAnyCharacterIsAlteredThenIsNothing() {
        String value = value(write(serializer, ID));

        // The last one holds two bits that mean nothing.
        assertThat(IntStream.range(0, value.length() - 1).mapToObj(at -> altered(value, at)))
                .allSatisfy(text -> assertThat(read(serializer, text)).isEmpty());
    }

    private static String altered(String value, int at) {
        char other = value.charAt(at) == 'a' ? 'b' : 'a';
        return value.substring(0, at) + other + value.substring(at + 1);
    }

    @Test
    void readWhenMacIsOfAnotherSessionThenIsNothing() {
        String other = UUID.randomUUID().toString();
        String mac = value(write(serializer, other)).substring(other.length());

        assertThat(read(serializer, ID + mac)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "ID", "ID.", ".", ".MAC", "ID.MAC.", "ID..MAC", "ID.!!!", "ID.QUJD", " ID.MAC", "IDMAC", "ID:MAC"
            })
    void readWhenCookieIsMisshapenThenIsNothing(String shape) {
        String mac = value(write(serializer, ID)).substring(ID.length() + 1);

        assertThat(read(serializer, shape.replace("ID", ID).replace("MAC", mac)))
                .isEmpty();
    }

    @Test
    void readWhenKeyIsAnotherThenIsNothing() {
        String value = value(write(serializer(OTHER_KEY, null), ID));

        assertThat(read(serializer, value)).isEmpty();
    }

    @Test
    void readWhenKeyWasReplacedThenOldSessionsGoOn() {
        String value = value(write(serializer, ID));
        CookieSerializer rotated = serializer(OTHER_KEY + "," + TestSetup.KEYS, null);

        assertThat(read(rotated, value)).containsExactly(ID);
        assertThat(value(write(rotated, ID))).isNotEqualTo(value);
    }

    @Test
    void readWhenThereAreSeveralCookiesThenTheGenuineOneIsFound() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setCookies(
                new Cookie("SESSION", UUID.randomUUID() + ".forged"),
                new Cookie("SESSION", value(write(serializer, ID))));

        assertThat(serializer.readCookieValues(request)).containsExactly(ID);
    }

    @Test
    void writeWhenIdIsEmptyThenTakesTheCookieAway() {
        assertThat(write(serializer, "")).startsWith("SESSION=; ").contains("Max-Age=0");
    }

    @Test
    void writeWhenSiteIsPlainThenCookieIsHttpOnlyLaxAndOfTheWholeSite() {
        assertThat(write(serializer, ID))
                .startsWith("SESSION=")
                .contains("; Path=/", "; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Secure", "Domain", "Max-Age", "Expires");
    }

    @Test
    void writeWhenPublicUrlIsHttpsThenCookieIsAHostCookie() {
        assertThat(write(serializer(TestSetup.KEYS, URI.create("https://login.example.com")), ID))
                .startsWith("__Host-SESSION=")
                .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Domain");
    }

    private static CookieSerializer serializer(String keys, @org.jspecify.annotations.Nullable URI publicUrl) {
        return SessionConfiguration.cookieSerializer(
                EncryptionKeys.parse(keys, new SecureRandom()), new Site(publicUrl));
    }

    private static String write(CookieSerializer serializer, String id) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        serializer.writeCookieValue(new CookieValue(new MockHttpServletRequest(), response, id));
        return Objects.requireNonNull(response.getHeader("Set-Cookie"));
    }

    private static String value(String cookie) {
        return cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
    }

    private static List<String> read(CookieSerializer serializer, String value) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setCookies(new Cookie("SESSION", value));
        return serializer.readCookieValues(request);
    }
}
