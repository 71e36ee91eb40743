package dev.vestibule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import com.nulabinc.zxcvbn.Zxcvbn;
import dev.vestibule.encryption.EncryptionKeys;
import dev.vestibule.encryption.Token;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestSetup;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.totp.QrCode;
import dev.vestibule.totp.Totp;
import dev.vestibule.totp.TotpSecret;
import dev.vestibule.trusteddevice.BrowserNames;
import dev.vestibule.web.Times;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.CookieSerializer.CookieValue;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every object of a library that all requests share gives eight threads at once the answers that it gives one.
 *
 * <p>A new static field or singleton that holds an object of a library gets a line here.
 */
@VestibuleTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedObjectsTest {
    private static final int THREADS = 8;

    @Autowired
    BrowserNames browsers;

    @Autowired
    EncryptionKeys keys;

    @Autowired
    SecureRandom random;

    @Autowired
    PasswordEncoder passwords;

    @Autowired
    CookieSerializer sessionCookie;

    @Autowired
    MessageSource messages;

    @Autowired
    Times times;

    @Autowired
    TestSetup.Browsers visitors;

    private final Totp totp = new Totp();
    private final Zxcvbn zxcvbn = new Zxcvbn();

    /** @param rounds how many different inputs each thread tries */
    record Shared(int rounds, IntFunction<String> answer) {}

    Stream<Named<Shared>> shared() {
        return Stream.of(
                // 2,000 of them: more than a cache holds.
                named("parser of User-Agents", new Shared(250, this::browser)),
                named("rating of passwords", new Shared(10, this::rating)),
                named("TOTP codes", new Shared(300, this::code)),
                named("QR codes", new Shared(5, n -> QrCode.svg("otpauth://totp/Company:user" + n))),
                named("encryption", new Shared(200, this::encrypted)),
                named("message authentication", new Shared(200, this::mac)),
                named("hashes of tokens", new Shared(200, n -> hex(new Token("token" + n).hash()))),
                named(
                        "random tokens",
                        new Shared(
                                200,
                                n -> Integer.toString(
                                        Token.random(random).text().length()))),
                named("hashes of passwords", new Shared(2, this::passwordHash)),
                named("session cookies", new Shared(200, this::cookie)),
                named("messages", new Shared(300, this::message)),
                named("times", new Shared(300, this::time)),
                named("templates", new Shared(3, this::page)),
                named("JSON", new Shared(300, SharedObjectsTest::json)),
                named("CSV", new Shared(300, SharedObjectsTest::csv)));
    }

    @ParameterizedTest
    @MethodSource("shared")
    void answersWhenEightThreadsAskThenAreThoseOfOne(Shared shared) throws InterruptedException {
        List<Callable<List<String>>> threads = IntStream.range(0, THREADS)
                .mapToObj(thread -> (Callable<List<String>>) () -> answers(shared, thread))
                .toList();

        List<List<String>> together = Race.between(threads);

        for (int thread = 0; thread < THREADS; thread++) {
            assertThat(together.get(thread)).isEqualTo(answers(shared, thread));
        }
    }

    /** Each thread asks something else: one that follows another finds what was looked up before. */
    private static List<String> answers(Shared shared, int thread) {
        int first = thread * shared.rounds();
        return IntStream.range(first, first + shared.rounds())
                .mapToObj(shared.answer())
                .toList();
    }

    private String browser(int n) {
        var request = new MockHttpServletRequest();
        request.addHeader(
                "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:" + n + ".0) Gecko/20100101 Firefox/" + n + ".0");
        return browsers.describe(request);
    }

    private String rating(int n) {
        var strength = zxcvbn.measure("orchard gate " + n, List.of("orchard", "user" + n));
        return strength.getGuesses() + " " + strength.getSequence().size();
    }

    private String code(int n) {
        return totp.code(TotpSecret.of("12345678901234567890".getBytes(StandardCharsets.US_ASCII)), n)
                .digits();
    }

    private String encrypted(int n) {
        byte[] plain = ("secret " + n).getBytes(StandardCharsets.UTF_8);
        return new String(keys.decrypt(keys.encrypt(plain, "test:" + n), "test:" + n), StandardCharsets.UTF_8);
    }

    private String mac(int n) {
        return hex(keys.mac("test", new byte[] {(byte) n}));
    }

    private String passwordHash(int n) {
        String hash = passwords.encode("password " + n);
        return passwords.matches("password " + n, hash) + " " + passwords.matches("password", hash);
    }

    private String cookie(int n) {
        var request = new MockHttpServletRequest();
        var response = new MockHttpServletResponse();
        sessionCookie.writeCookieValue(new CookieValue(request, response, "id" + n));
        request.setCookies(response.getCookies());
        return sessionCookie.readCookieValues(request).toString();
    }

    private String message(int n) {
        return messages.getMessage("time.past.minutes", new Object[] {n}, Locale.ENGLISH);
    }

    private String time(int n) {
        return times.exact(Instant.ofEpochSecond(n * 86_400L), ZoneId.of("Europe/Berlin"));
    }

    private String page(int n) {
        return Html.of(visitors.open().get("/login?error=" + n)).title();
    }

    private static String json(int n) {
        JsonMapper json = JsonMapper.shared();
        return json.writeValueAsString(json.readValue("{\"n\":" + n + "}", Map.class));
    }

    private static String csv(int n) {
        try (CSVParser parser = CSVFormat.RFC4180.parse(new StringReader("a," + n + "\n\"b,c\",d\n"))) {
            return parser.getRecords().stream()
                    .flatMap(line -> line.stream())
                    .toList()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
