package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Files come one after the other, however many are sent. */
@VestibuleTest
record UploadHttpTest(Browsers browsers, TestAccounts accounts, TestClock clock, JdbcClient jdbc) {
    private static final byte[] FILE =
            "login,name,email,company,role\nnobody.yet,Nobody,,,\n".getBytes(StandardCharsets.UTF_8);

    @AfterEach
    void tidy() {
        jdbc.sql("delete from user_import").update();
    }

    @Test
    void uploadWhenAnotherIsBeingReadThenIsToldToWaitOnThePageOfTheForm() throws IOException {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
        String token = browser.token();
        Page waits = untilRefused(browser, token);

        assertThat(waits.status()).isEqualTo(503);
        assertThat(waits.header("Retry-After")).isEqualTo("30");
        assertThat(waits.body())
                .contains("Another file is being read", "type=\"file\"", "<title>Error:")
                .doesNotContain("one new user");
        assertThat(browser.get(UploadFilter.PATH).body()).doesNotContain("Another file is being read");
        assertThat(untilTaken(browser, token).body()).contains("The file has one new user");
    }

    /** Those who may send none take nobody's turn. */
    @Test
    void uploadWhenAUserMayNotSendOneThenTakesNoTurn() {
        TestBrowser user = browsers.open().signIn(accounts.withPassword("ann"));

        assertThat(begin(user)).startsWith("HTTP/1.1 403");
    }

    /** Nor do administrators who have to confirm first that they are who they were. */
    @Test
    void uploadWhenTheReauthenticationIsTooOldThenTakesNoTurn() {
        TestBrowser late = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
        clock.pass(Duration.ofMinutes(16));

        assertThat(begin(late)).startsWith("HTTP/1.1 303").contains("Location: /login?proof");
    }

    /** The head of the answer to a file of which nothing is sent but its first line. */
    private String begin(TestBrowser browser) {
        try (Socket socket = slow(browser)) {
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            return answer.lines().takeWhile(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Socket slow(TestBrowser browser) throws IOException {
        String cookies = browser.cookies().entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        String head = Wire.line(
                "POST " + UploadFilter.PATH,
                "Cookie: " + cookies,
                "Content-Type: multipart/form-data; boundary=edge",
                "Content-Length: 1000");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), browsers.port());
        // No measure of time: only so that a test which fails ends, and before the time for a file is over.
        socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
        socket.getOutputStream().write((head + "--edge\r\n").getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return socket;
    }

    /** Behind a slow one, unless it is that one which is told to wait. */
    private Page untilRefused(TestBrowser browser, String token) throws IOException {
        for (int i = 0; i < 50; i++) {
            try (Socket slow = slow(browser)) {
                Page page = browser.uploadWith(token, UploadFilter.PATH, FILE);
                if (page.status() != 200) {
                    return page;
                }
            }
        }
        throw new AssertionError("no file had to wait");
    }

    private static Page untilTaken(TestBrowser browser, String token) {
        Page page = browser.uploadWith(token, UploadFilter.PATH, FILE);
        for (int i = 0; i < 500 && page.status() == 503; i++) {
            page = browser.uploadWith(token, UploadFilter.PATH, FILE);
        }
        return page;
    }
}
