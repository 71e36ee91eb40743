package dev.vestibule.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtpauthUriTest {
    private static final TotpSecret SECRET = TotpSecret.of("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

    @Test
    void textWhenNamesArePlainThenIsAKeyUri() {
        assertThat(new OtpauthUri("Acme", "alice", SECRET).text())
                .isEqualTo("otpauth://totp/Acme:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                        + "&issuer=Acme&algorithm=SHA1&digits=6&period=30");
    }

    @Test
    void textWhenNamesHaveSpecialCharactersThenTheyAreEscapedByPercent() {
        String text = new OtpauthUri("Käse & Co/100% #1?", "o'neil+x@example.com", SECRET).text();

        assertThat(text)
                .startsWith("otpauth://totp/K%C3%A4se%20%26%20Co%2F100%25%20%231%3F:o%27neil%2Bx%40example.com?")
                .contains("&issuer=K%C3%A4se%20%26%20Co%2F100%25%20%231%3F&")
                .doesNotContain("+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"My Company", "a&secret=b", "100%", "%41", "Ünïcödé 株式会社", "🔑 Keys", "a+b", "a=b;c,d", "\"<'>"})
    void textWhenParsedBackThenGivesTheSameNames(String name) {
        URI uri = URI.create(new OtpauthUri(name, name, SECRET).text());

        assertThat(uri.getScheme()).isEqualTo("otpauth");
        assertThat(uri.getHost()).isEqualTo("totp");
        assertThat(decode(uri.getRawPath())).isEqualTo("/" + name + ":" + name);
        assertThat(uri.getRawPath().chars().filter(c -> c == ':')).hasSize(1);
        assertThat(query(uri))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "secret", SECRET.base32(), "issuer", name, "algorithm", "SHA1", "digits", "6", "period", "30"));
    }

    private static Map<String, String> query(URI uri) {
        return Arrays.stream(uri.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> decode(pair[1])));
    }

    private static String decode(String text) {
        // A key URI is no form: a plus sign stands for itself.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Test
    void toStringWhenPrintedThenConcealsTheSecret() {
        assertThat(new OtpauthUri("Acme", "alice", SECRET).toString()).doesNotContain(SECRET.base32(), "alice");
    }
}
