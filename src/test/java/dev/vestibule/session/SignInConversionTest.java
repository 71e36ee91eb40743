package dev.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import dev.vestibule.account.Factor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextImpl;

class SignInConversionTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00.123456Z");
    private static final UUID ACCOUNT = UUID.fromString("6f7c1d0e-3a53-4a52-8f0b-6f2f7f0b7f11");
    private static final UUID ID = UUID.fromString("0b2f4c51-7d0c-4a53-9f55-5a4a1f0e8c22");
    private static final SignIn SIGN_IN = new SignIn(
            ACCOUNT,
            3,
            new SignInDetails(NOW, Factor.TOTP, "192.0.2.7", "Firefox on Linux", ID),
            NOW,
            NOW.plusSeconds(9),
            null);
    private static final String JSON = """
            {"account":"6f7c1d0e-3a53-4a52-8f0b-6f2f7f0b7f11","credentialVersion":3,
            "opening":{"at":"2026-11-24T10:00:00.123456Z","with":"TOTP","address":"192.0.2.7",
            "browser":"Firefox on Linux","id":"0b2f4c51-7d0c-4a53-9f55-5a4a1f0e8c22"},
            "password":"2026-11-24T10:00:00.123456Z","totp":"2026-11-24T10:00:09.123456Z"}""";

    private final SignInConversion conversion = new SignInConversion();

    @Test
    void readWhenItWasWrittenThenIsTheSame() {
        SignIn withoutCode = new SignIn(ACCOUNT, 1, SIGN_IN.opening(), NOW, null, NOW);

        assertThat(read(write(SIGN_IN))).isEqualTo(SIGN_IN);
        assertThat(read(write(withoutCode))).isEqualTo(withoutCode);
    }

    @Test
    void readWhenDocumentIsOfThisReleaseThenIsUnderstood() {
        assertThat(read(JSON)).isEqualTo(SIGN_IN);
    }

    @Test
    void readWhenALaterReleaseAddedFieldsThenTheyAreIgnored() {
        String later = JSON.replace("{\"at\"", "{\"later\":[1,{\"x\":null}],\"at\"")
                .replaceFirst("\\{", "{\"new\":{\"deep\":true},");

        assertThat(read(later)).isEqualTo(SIGN_IN);
    }

    @Test
    void readWhenAnEarlierReleaseWroteItThenTheSignInHasAnIdThatStaysTheSame() {
        String earlier = JSON.replace(",\"id\":\"" + ID + "\"", "");
        SignIn first = (SignIn) Objects.requireNonNull(read(earlier));
        SignIn again = (SignIn) Objects.requireNonNull(read(write(first)));
        SignIn other = (SignIn) Objects.requireNonNull(read(earlier.replace("192.0.2.7", "192.0.2.8")));

        assertThat(first.opening().id()).isNull();
        assertThat(again.opening().with(Factor.TOTP).signIn())
                .isEqualTo(first.opening().signIn())
                .isNotEqualTo(other.opening().signIn());
    }

    @Test
    void openingWhenTheSecondStepIsTakenThenTheSignInStaysTheSameAndTheNextOneIsAnother() {
        SignInDetails opening = SignInDetails.byPassword(NOW, "192.0.2.7", "Firefox on Linux");

        assertThat(opening.with(Factor.TOTP).signIn()).isEqualTo(opening.signIn());
        assertThat(SignInDetails.byPassword(NOW, "192.0.2.7", "Firefox on Linux")
                        .signIn())
                .isNotEqualTo(opening.signIn());
    }

    static Stream<Object> strangers() {
        return Stream.of(
                "a password",
                42,
                Map.of("password", "secret"),
                List.of(SIGN_IN),
                new SecurityContextImpl(UsernamePasswordAuthenticationToken.unauthenticated("alice", "secret")),
                new byte[] {1, 2, 3},
                SIGN_IN.opening());
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void writeWhenAttributeIsNoSignInThenIsRefused(Object attribute) {
        assertThatException()
                .isThrownBy(() -> conversion.convert(attribute, byte[].class))
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).doesNotContain("secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "{}",
                "0",
                "true",
                "\"\"",
                "\"text\"",
                "{",
                "{\"account\":",
                "[{}]",
                "\u0000\u0001",
                "{\"account\":\"no uuid\"}",
                "{\"account\":null,\"opening\":null,\"password\":null}",
                "rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA=="
            })
    void readWhenDocumentIsNoSignInThenIsAbsent(String stored) {
        assertThat(read(stored)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"account", "opening", "credentialVersion", "at", "with", "address", "browser"})
    void readWhenAComponentIsMissingOrNullThenIsAbsent(String component) {
        String without = JSON.replace("\"" + component + "\":", "\"x\":");
        String isNull =
                JSON.replaceAll("\"" + component + "\":(\\{[^}]*}|\"[^\"]*\"|[0-9]+)", "\"" + component + "\":null");

        assertThat(isNull).contains("\"" + component + "\":null");
        assertThat(read(without)).isNull();
        assertThat(read(isNull)).isNull();
    }

    @Test
    void readWhenThePasswordCountsNoLongerThenTheRestIsThere() {
        SignIn lapsed = new SignIn(ACCOUNT, 1, SIGN_IN.opening(), null, null, null);

        assertThat(conversion.convert(conversion.convert(lapsed, byte[].class), Object.class))
                .isEqualTo(lapsed);
    }

    @Test
    void readWhenAValueIsOfAnotherKindThenIsAbsent() {
        assertThat(read(JSON.replace(":3,", ":\"three\","))).isNull();
        assertThat(read(JSON.replace(":3,", ":99999999999999,"))).isNull();
        assertThat(read(JSON.replace("TOTP", "LATER_FACTOR"))).isNull();
        assertThat(read(JSON.replace("2026-11-24T10:00:09.123456Z", "yesterday")))
                .isNull();
        assertThat(read("[".repeat(100_000))).isNull();
    }

    @Test
    void readWhenBytesAreJavaSerialisationThenIsAbsent() {
        byte[] java = {(byte) 0xac, (byte) 0xed, 0, 5, 't', 0, 1, 'x'};

        assertThat(conversion.convert(java, Object.class)).isNull();
    }

    private String write(SignIn signIn) {
        return new String(
                java.util.Objects.requireNonNull(conversion.convert(signIn, byte[].class)), StandardCharsets.UTF_8);
    }

    private @Nullable Object read(String stored) {
        return conversion.convert(stored.getBytes(StandardCharsets.UTF_8), Object.class);
    }
}
