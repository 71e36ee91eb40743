package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.Target;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A multipart body whose parts contradict one another. */
@Tag("attack")
@ExtendWith(OutputCaptureExtension.class)
@VestibuleTest
class UploadAttackTest {
    private static final String URL = "/settings/users/import";
    private static final String HEADER = "login,name,email,company,role\n";
    private static final String EDGE = "multipart/form-data; boundary=edge";
    private static final AtomicInteger FILES = new AtomicInteger();

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    @Autowired
    JdbcClient jdbc;

    private TestBrowser browser;
    private String token;
    private String mine;

    @BeforeEach
    void signIn() {
        browser = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
        token = browser.token();
        mine = "uploaded" + FILES.incrementAndGet() + "x";
    }

    @AfterEach
    void tidy() {
        jdbc.sql("delete from user_import").update();
    }

    private static String part(String disposition, String content) {
        return "--edge\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
    }

    private static String field(String name, String value) {
        return part("name=\"" + name + "\"", value);
    }

    private String file(String name) {
        return part("name=\"" + name + "\"; filename=\"people.csv\"", HEADER + mine + name + ",Ann,,,ADMIN\n");
    }

    private String csrf() {
        return field("_csrf", token);
    }

    private Page send(String type, String body) {
        return browser.send("POST", URL, body, "Content-Type", type);
    }

    private long made() {
        return jdbc.sql("select count(*) from account where login like :mine")
                .param("mine", mine + "%")
                .query(Long.class)
                .single();
    }

    @Test
    void partsWhenAsTheFormSendsThemThenAreTaken() {
        String body = csrf() + field("confirmed", "on") + file("file") + "--edge--\r\n";

        assertThat(send(EDGE, body).status()).isEqualTo(303);
        assertThat(made()).isOne();
    }

    @Test
    void partsWhenTheyClaimToBeOthersThenNothingIsMade() {
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("two files", csrf() + field("confirmed", "on") + file("file") + file("file"));
        bodies.put("a file of another name", csrf() + field("confirmed", "on") + file("file") + file("other"));
        bodies.put(
                "the token as a file",
                file("file") + field("confirmed", "on") + part("name=\"_csrf\"; filename=\"x\"", token));
        bodies.put("no token", file("file") + field("confirmed", "on"));
        bodies.put("the token twice", csrf() + csrf() + file("file") + field("confirmed", "on"));
        bodies.put(
                "a token that is right and one that is a file",
                csrf() + part("name=\"_csrf\"; filename=\"x\"", "wrong") + file("file") + field("confirmed", "on"));
        bodies.put(
                "the confirmation as a file", csrf() + file("file") + part("name=\"confirmed\"; filename=\"x\"", "on"));
        bodies.put(
                "the id as a file",
                csrf()
                        + field("confirmed", "on")
                        + part("name=\"checked\"; filename=\"x\"", "00000000-0000-0000-0000-000000000000"));
        bodies.put(
                "the file as a field", csrf() + field("confirmed", "on") + field("file", HEADER + mine + ",Ann,,,\n"));
        bodies.put("the file as both", csrf() + field("confirmed", "on") + file("file") + field("file", "x"));

        bodies.forEach((what, body) -> {
            Page answer = send(EDGE, body + "--edge--\r\n");
            assertThat(answer.status()).as(what).isIn(400, 403);
            assertCalm(what, answer);
        });
        assertThat(made()).isZero();
    }

    @Test
    void fileWhenItIsAFieldOfAnOrdinaryFormThenIsNone() {
        for (String value : List.of("", "x", HEADER)) {
            Page answer = browser.post(URL, "file", value, "confirmed", "on");
            assertThat(answer.status()).isIn(400, 422);
            assertCalm(value, answer);
        }
    }

    @Test
    void bodyWhenItIsBrokenThenIsRefusedAndIsNoFault(CapturedOutput output) {
        String whole = csrf() + field("confirmed", "on") + file("file");
        Map<String, Page> answers = new LinkedHashMap<>();
        answers.put("no boundary", send("multipart/form-data", whole + "--edge--\r\n"));
        answers.put("an empty boundary", send("multipart/form-data; boundary=", whole + "--edge--\r\n"));
        answers.put("another boundary", send("multipart/form-data; boundary=brink", whole + "--edge--\r\n"));
        answers.put("a long boundary", send("multipart/form-data; boundary=" + "e".repeat(5000), whole));
        answers.put("no end", send(EDGE, whole.substring(0, whole.length() - 2)));
        answers.put("the end in a header", send(EDGE, whole + "--edge\r\nContent-Disposition: form-da"));
        answers.put("nothing", send(EDGE, ""));
        answers.put("an end only", send(EDGE, "--edge--\r\n"));
        answers.put("no disposition", send(EDGE, "--edge\r\nX: y\r\n\r\nz\r\n" + whole.substring(0, 40)));
        answers.put(
                "a huge header",
                send(EDGE, whole + "--edge\r\nX: " + "y".repeat(60_000) + "\r\n\r\nz\r\n--edge--\r\n"));
        answers.put(
                "many headers", send(EDGE, whole + "--edge\r\n" + "X: y\r\n".repeat(9_000) + "\r\nz\r\n--edge--\r\n"));
        answers.put("many parts", send(EDGE, csrf() + field("x", "").repeat(2_000) + file("file") + "--edge--\r\n"));
        answers.put(
                "a part in parts",
                send(
                        EDGE,
                        csrf() + "--edge\r\nContent-Disposition: form-data; name=\"file\"\r\n"
                                + "Content-Type: multipart/mixed; boundary=inner\r\n\r\n--inner\r\nContent-Disposition: file; filename=\"x\"\r\n\r\n"
                                + HEADER + mine + ",Ann,,,\n\r\n--inner--\r\n" + field("confirmed", "on")
                                + "--edge--\r\n"));
        answers.put("another kind", send("multipart/mixed; boundary=edge", whole + "--edge--\r\n"));

        answers.forEach((what, answer) -> {
            assertThat(answer.status()).as(what).isBetween(400, 499);
            assertCalm(what, answer);
        });
        assertThat(made()).isZero();
        assertThat(output.getAll()).doesNotContain(mine, token, "ERROR");
    }

    private void assertCalm(String what, Page answer) {
        assertThat(answer.body())
                .as(what)
                .contains("<h1")
                .doesNotContain(mine, "java.", "jakarta", "springframework", "Exception");
    }

    @Test
    void nameOfAFileWhenItIsAPathThenIsNothingToUs() throws IOException {
        for (String name :
                List.of("../../people.csv", "/etc/people.csv", "C:\\\\people.csv", "p\0.csv", "", "<script>")) {
            String body = csrf() + part("name=\"file\"; filename=\"" + name + "\"", HEADER + mine + ",Ann,,,\n");
            Page shown = send(EDGE, body + "--edge--\r\n");
            assertThat(shown.status()).as(name).isIn(200, 400);
            assertThat(shown.body()).doesNotContain("people.csv", "<script>");
        }
        assertThat(leftOnDisk()).isEmpty();
    }

    @Test
    void bodyWhenItSaysNotHowLongItIsThenEndsAtTheSameBound() throws IOException {
        String head =
                csrf() + "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n" + HEADER;

        assertThat(chunked(head + "\n".repeat(9 * 1024 * 1024))).isEqualTo("HTTP/1.1 422 ");
        assertThat(chunked(head + "\n".repeat(12 * 1024 * 1024))).isEqualTo("HTTP/1.1 413 ");
        assertThat(leftOnDisk()).isEmpty();
    }

    /** Sends it so, and says how the answer begins. */
    private String chunked(String body) throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(head(browser, "Transfer-Encoding: chunked"));
            byte[] all = (body + "\r\n--edge--\r\n").getBytes(StandardCharsets.UTF_8);
            for (int at = 0; at < all.length; at += 65_536) {
                int size = Math.min(65_536, all.length - at);
                out.write((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(all, at, size);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return first(socket);
        }
    }

    /** The body never comes: whoever waited for it would not answer. */
    @Test
    void strangerWhenHeSendsAFileThenIsRefusedBeforeItIsRead() throws IOException {
        Map<String, TestBrowser> strangers = new LinkedHashMap<>();
        strangers.put("visitor", browsers.open());
        strangers.put("user", browsers.open().signIn(accounts.withPassword("mallory")));
        strangers.put("at the code", Target.pending(browsers, accounts.withMfa("chief", Role.ADMIN)));
        TestBrowser gone = browsers.open().signIn(accounts.withPassword("gone", Role.ADMIN));
        TestBrowser past = gone.copy();
        gone.post("/logout");
        strangers.put("signed out", past);

        for (var stranger : strangers.entrySet()) {
            stranger.getValue().get("/login");
            for (String length : List.of("Content-Length: 10000000", "Transfer-Encoding: chunked")) {
                try (Socket socket = connect()) {
                    socket.getOutputStream().write(head(stranger.getValue(), length));
                    assertThat(first(socket)).as(stranger.getKey()).isEqualTo("HTTP/1.1 403 ");
                }
            }
        }
        assertThat(leftOnDisk()).isEmpty();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), browsers.port());
        socket.setSoTimeout(15_000);
        return socket;
    }

    private byte[] head(TestBrowser who, String length) {
        String cookies = who.cookies().entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return ("POST " + URL + " HTTP/1.1\r\nHost: localhost:" + browsers.port() + "\r\nAccept: text/html\r\nCookie: "
                        + cookies + "\r\nContent-Type: " + EDGE + "\r\n" + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String first(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    /** What Tomcat kept of a body. */
    private static List<Path> leftOnDisk() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (var servers = Files.list(temporary)) {
            return servers.filter(path -> path.getFileName().toString().startsWith("tomcat."))
                    .flatMap(UploadAttackTest::files)
                    .filter(path -> path.getFileName().toString().startsWith("upload_"))
                    .toList();
        }
    }

    private static Stream<Path> files(Path directory) {
        try (var all = Files.walk(directory)) {
            return all.toList().stream();
        } catch (IOException | UncheckedIOException e) {
            return Stream.empty(); // Another server's, which has just stopped.
        }
    }
}
