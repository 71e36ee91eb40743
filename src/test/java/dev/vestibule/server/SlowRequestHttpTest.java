package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Requests that never end by themselves, with a byte every so often. */
@VestibuleTest
@BehindProxy
class SlowRequestHttpTest {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
    private static final String LENGTH = "Content-Length: 60000";

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private ScheduledExecutorService bytes;

    @BeforeEach
    void trickle() {
        bytes = Executors.newSingleThreadScheduledExecutor();
        bytes.scheduleWithFixedDelay(
                () -> open.removeIf(socket -> !write(socket, "x")), 300, 300, TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void close() {
        bytes.shutdownNow();
        open.forEach(SlowRequestHttpTest::close);
    }

    @Test
    void pagesWhenManyFormsOfOneNetworkAreUnfinishedThenAnswerAndEachFormIsEnded() {
        // Connected first: places are free again after some time, so all the forms must begin at once.
        List<Socket> slow = IntStream.range(0, 250)
                .mapToObj(i -> beginQuietly("127.0.0.2", ""))
                .toList();
        slow.forEach(socket -> write(socket, Wire.line("POST /login", LENGTH, FORM) + "a"));
        open.addAll(slow);

        assertThat(browsers.open().get("/login").status()).isEqualTo(200);
        assertThat(browsers.open().signIn(accounts.withPassword("ann")).isSignedIn())
                .isTrue();
        List<Integer> statuses = new ArrayList<>();
        for (Socket socket : slow) {
            statuses.add(statusAtTheEnd(socket));
        }
        // How many are refused depends on how fast they come; UnfinishedBodiesTest counts the places.
        assertThat(statuses).contains(408, 429).isSubsetOf(0, 408, 429);
    }

    @Test
    void pagesWhenFormsOfManyNetworksAreUnfinishedThenAnswer() {
        List<Socket> slow = IntStream.range(0, 250)
                .mapToObj(i -> begin("127.0.1." + (i + 1), Wire.line("POST /login", LENGTH, FORM) + "a"))
                .toList();

        assertThat(browsers.open().get("/login").status()).isEqualTo(200);
        assertThat(browsers.open().signIn(accounts.withPassword("ann")).isSignedIn())
                .isTrue();
        List<Integer> statuses = new ArrayList<>();
        for (Socket socket : slow) {
            statuses.add(statusAtTheEnd(socket));
        }
        assertThat(statuses).contains(408, 503).isSubsetOf(0, 408, 503);
    }

    @Test
    void formWhenItsNetworkHasUnfinishedOnesThenIsTakenWhenWhole(@WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().with("X-Forwarded-For", "127.0.0.2");
        String form = "username=" + ann.login() + "&password=" + ann.password() + "&_csrf=" + browser.token();
        for (int i = 0; i < 45; i++) {
            begin("127.0.0.2", Wire.line("POST /login", LENGTH, FORM) + "a");
        }

        assertThat(browser.postRaw("/login", form).location()).isEqualTo("/");
    }

    /** Each visitor behind it is a network, and those for whom it names none are not one. */
    @Test
    void formsWhenATrustedProxySendsManySlowlyThenAreTakenWhenWhole() {
        String form = "username=x&password=y";
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 45; i++) {
            String visitor = i % 2 == 0 ? "X-Slow: x" : "X-Forwarded-For: 203.0.113." + i;
            String head = Wire.line("POST /login", "Content-Length: " + form.length(), FORM, visitor);
            slow.add(beginQuietly("127.0.0.1", head + form.substring(0, 5)));
        }

        slow.forEach(socket -> write(socket, form.substring(5)));

        assertThat(slow.stream().map(SlowRequestHttpTest::statusAtTheEnd))
                .as("the forms have no token")
                .allMatch(status -> status == 303 || status == 403);
    }

    /** The time of the first request does not count for the header of the next. */
    @Test
    void headerWhenTheRequestBeforeWasSlowThenHasItsWholeTime() throws InterruptedException {
        String first = Wire.line("POST /login", "Content-Length: 5", "Content-Type: text/plain")
                .replace("Connection: close", "Connection: keep-alive");
        Socket socket = beginQuietly("127.0.0.5", first + "12");
        Thread.sleep(1_200);
        write(socket, "345GET /assets/favicon.svg HTTP/1.1\r\nHost: local");
        Thread.sleep(1_200);
        write(socket, "host\r\nConnection: close\r\n\r\n");

        assertThat(end(socket)).contains("HTTP/1.1 415", "HTTP/1.1 200");
    }

    @Test
    void formWhenItTakesTooLongThenThePageSaysSo() {
        String answer = end(begin("127.0.0.3", Wire.line("POST /login", LENGTH, FORM) + "a"));

        assertThat(Wire.status(answer)).isEqualTo(408);
        assertThat(answer)
                .contains("The form took too long to arrive", "<main")
                .containsIgnoringCase("Connection: close");
        SecurityHeaders.assertOn(answer);
    }

    private static Stream<String> requests() {
        String chunked = "Transfer-Encoding: chunked";
        String file = "Content-Type: multipart/form-data; boundary=edge";
        String json = "Content-Type: application/json";
        return Stream.of(
                Wire.line("POST /login", chunked, FORM) + "ea60\r\n",
                Wire.line("POST /login", chunked, FORM) + "0000",
                Wire.line("POST /no-such-page", LENGTH, FORM),
                Wire.line("POST /login", LENGTH, "Content-Type: text/plain"),
                Wire.line("POST /login", LENGTH),
                Wire.line("POST /login", "Content-Length: 1000000", FORM),
                Wire.line("POST /login?password=x", LENGTH, FORM),
                Wire.line("POST /settings/users/import", LENGTH, file),
                Wire.line("POST /settings/users/import", LENGTH, FORM),
                Wire.line("PUT /login", LENGTH, FORM),
                Wire.line("GET /login", LENGTH, FORM),
                Wire.line("DELETE /assets/css/vestibule.css", LENGTH, FORM),
                Wire.line("POST /livez", LENGTH, FORM),
                Wire.line("POST /api/v1/users", LENGTH, json),
                Wire.line("PATCH /api/v1/users/x", chunked, json) + "ea60\r\n",
                Wire.line("GET /api/v1/me", LENGTH, json),
                Wire.line("POST /login", LENGTH, FORM).replace("Connection: close", "Connection: keep-alive"),
                Wire.line("GET /login", LENGTH, FORM).replace("Connection: close", "Connection: keep-alive"),
                "GET /login HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
                "GET /login HTTP/1.1\r\n",
                "GET /",
                "POS");
    }

    /** All at once, as each takes its two seconds. */
    @Test
    void requestsWhenTheyNeverEndThenAreEnded() {
        Map<String, Socket> slow = new LinkedHashMap<>();
        requests().forEach(request -> slow.put(request, begin("127.0.0.4", request)));

        slow.forEach((request, socket) ->
                assertThat(statusAtTheEnd(socket)).as(request).isNotEqualTo(500));
    }

    @Test
    void bodyWhenNobodyReadItThenTheConnectionIsUsedAgain() {
        String refused = Wire.line("POST /login", "Content-Length: 5", "Content-Type: text/plain")
                .replace("Connection: close", "Connection: keep-alive");

        String answers = Wire.send(browsers.port(), refused + "12345" + Wire.line("GET /assets/favicon.svg"));

        assertThat(answers).contains("HTTP/1.1 415", "HTTP/1.1 200");
    }

    private Socket begin(String from, String request) {
        Socket socket = beginQuietly(from, request);
        open.add(socket);
        return socket;
    }

    /** Without further bytes that come by themselves. */
    private Socket beginQuietly(String from, String request) {
        try {
            Socket socket =
                    new Socket(InetAddress.getByName("127.0.0.1"), browsers.port(), InetAddress.getByName(from), 0);
            // No measure of time: only so that a test which fails ends.
            socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The status of the answer, or 0 when the connection was closed without one. */
    private static int statusAtTheEnd(Socket socket) {
        String answer = end(socket);
        return answer.startsWith("HTTP/1.1 ") ? Wire.status(answer) : 0;
    }

    /** Everything that came before the connection was closed. */
    private static String end(Socket socket) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (socket) {
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                answer.write(next);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the request was not ended", e);
        } catch (IOException e) {
            // Reset, as bytes were still on their way.
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    private static boolean write(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
