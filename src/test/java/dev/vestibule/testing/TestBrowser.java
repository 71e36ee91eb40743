package dev.vestibule.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A browser without a window: keeps cookies, sends forms with their token, follows no redirect by itself.
 *
 * <p>It keeps Secure cookies on plain loopback, as Chromium and Firefox do.
 */
public final class TestBrowser {
    static {
        // Lets tests send a Host header of their own; read once, when the first client is created.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    private static final HttpClient HTTP =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private static final Pattern KEY = Pattern.compile("name=\"form_key\"[^>]*value=\"([^\"]+)\"");

    /** Forms that create something, once for each time that they are rendered. */
    private static final Pattern MAKING = Pattern.compile("/preferences/(recovery-codes|api-keys/new)"
            + "|/settings/(users|companies)/new|/settings/users/[^/]+/(password-link|enrolment-pass|reset)");

    private final int port;
    private final Map<String, String> cookies;
    private final Map<String, String> headers = new LinkedHashMap<>(Map.of(
            "Accept", "text/html",
            "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"));

    public TestBrowser(int port) {
        this(port, new TreeMap<>());
    }

    private TestBrowser(int port, Map<String, String> cookies) {
        this.port = port;
        this.cookies = cookies;
    }

    /** An answer, with accessors for tests. */
    public record Page(int status, @Nullable String location, String body, Map<String, List<String>> headers) {
        public String header(String name) {
            return String.join(", ", headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of()));
        }

        /** The Set-Cookie headers of this answer. */
        public List<String> setCookies() {
            return headers.getOrDefault("set-cookie", List.of());
        }

        public boolean says(String text) {
            return body.contains(text);
        }

        @Override
        public String toString() {
            return status + " " + (location == null ? body : location);
        }
    }

    /** Every further request sends this header. */
    public TestBrowser with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** The cookies by name; changes of a test are sent. */
    public Map<String, String> cookies() {
        return cookies;
    }

    /** A second browser with the same cookies, as an attacker with a copy of them would have. */
    public TestBrowser copy() {
        TestBrowser other = new TestBrowser(port);
        other.cookies.putAll(cookies);
        other.headers.putAll(headers);
        return other;
    }

    /** This browser with its cookies, for another node. */
    public TestBrowser at(int otherPort) {
        TestBrowser other = new TestBrowser(otherPort, cookies);
        other.headers.putAll(headers);
        return other;
    }

    public Page get(String path) {
        return send(request(path).GET());
    }

    /** Any method, any body; headers are name, value, name, value … */
    public Page send(String method, String path, String body, String... furtherHeaders) {
        HttpRequest.Builder request = request(path).method(method, BodyPublishers.ofString(body));
        for (int i = 0; i < furtherHeaders.length; i += 2) {
            request.setHeader(furtherHeaders[i], furtherHeaders[i + 1]);
        }
        return send(request);
    }

    /** Sends a form with a new CSRF token, as a user does who opened its page. Fields are name, value, name, value … */
    public Page post(String path, String... fields) {
        Map<String, String> form = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], fields[i + 1]);
        }
        if (!form.containsKey("form_key") && MAKING.matcher(path).matches()) {
            key(path).ifPresent(key -> form.put("form_key", key));
        }
        if (!form.containsKey("_csrf")) {
            form.put("_csrf", token());
        }
        return postRaw(path, encode(form));
    }

    /** The one-time key of the form on this page; empty when it shows none. */
    public Optional<String> key(String path) {
        Matcher key = KEY.matcher(get(path).body());
        return key.find() ? Optional.of(key.group(1)) : Optional.empty();
    }

    /** Sends this body as a form, without a token. */
    public Page postRaw(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    /** Sends a form with a file and a new CSRF token. Fields are name, value, name, value … */
    public Page upload(String path, byte[] file, String... fields) {
        return uploadWith(token(), path, file, fields);
    }

    /** The same with this token. */
    public Page uploadWith(String token, String path, byte[] file, String... fields) {
        String boundary = "----a-boundary-that-stands-in-no-file";
        StringBuilder head = new StringBuilder(part(boundary, "name=\"_csrf\""))
                .append(token)
                .append("\r\n");
        for (int i = 0; i < fields.length; i += 2) {
            head.append(part(boundary, "name=\"" + fields[i] + "\""))
                    .append(fields[i + 1])
                    .append("\r\n");
        }
        head.append(part(boundary, "name=\"file\"; filename=\"people.csv\"\r\nContent-Type: text/csv"));
        return send(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(head.toString()),
                        BodyPublishers.ofByteArray(file),
                        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"))));
    }

    private static String part(String boundary, String disposition) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
    }

    /** Follows a redirect. */
    public Page follow(Page page) {
        if (page.location() == null) {
            throw new AssertionError("no redirect: " + page);
        }
        return get(page.location());
    }

    /** A CSRF token of this browser: every page with a form has one. */
    public String token() {
        Page page = get("/login");
        Matcher token = TOKEN.matcher(
                page.location() == null ? page.body() : get("/preferences").body());
        if (!token.find()) {
            throw new AssertionError("no form with a token on " + page);
        }
        return token.group(1);
    }

    /** Sends the password. */
    public Page enterPassword(TestAccount account) {
        return post("/login", "username", account.login(), "password", account.password());
    }

    /** Sends the code. */
    public Page enterCode(String code) {
        return post("/login/code", "confirmation_code", code);
    }

    /** Sends password and code, to a complete sign-in. */
    public TestBrowser signIn(TestAccount account) {
        Page step = enterPassword(account);
        if (step.location() != null && step.location().startsWith("/login/code")) {
            step = enterCode(account.code());
        }
        if (step.status() != 303 || step.location() == null || step.location().startsWith("/login")) {
            throw new AssertionError("not signed in: " + step);
        }
        return this;
    }

    /** Signs in on a trusted device, so that no code was entered in this session. */
    public TestBrowser signInByDevice(TestAccount account) {
        enterPassword(account);
        post("/login/code", "confirmation_code", account.code(), "remember_device", "on");
        post("/logout");
        account.clock().passWindow();
        return signIn(account);
    }

    /** Completes the reauthentication that a page has just redirected to; returns the last answer. */
    public Page prove(TestAccount account, Page asked) {
        Page step = asked;
        if ("/login?proof".equals(step.location())) {
            step = post("/login", "password", account.password());
        }
        if ("/login/code?proof".equals(step.location())) {
            step = enterCode(account.code());
        }
        if (step.location() == null || step.location().startsWith("/login")) {
            throw new AssertionError("not proved: " + step);
        }
        return step;
    }

    /** Whether the sign-in is complete, apart from a reauthentication. */
    public boolean isSignedIn() {
        Page login = get("/login");
        return login.location() != null
                && (!login.location().startsWith("/login") || login.location().endsWith("?proof"));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        headers.forEach(request::setHeader);
        if (!cookies.isEmpty()) {
            request.setHeader(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return request;
    }

    private Page send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            response.headers().allValues("set-cookie").forEach(this::keep);
            return new Page(
                    response.statusCode(),
                    response.headers().firstValue("location").orElse(null),
                    response.body(),
                    response.headers().map());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String cookie) {
        String pair = cookie.split(";", 2)[0];
        String name = pair.substring(0, pair.indexOf('='));
        if (cookie.contains("Max-Age=0") || cookie.contains("Expires=Thu, 01 Jan 1970")) {
            cookies.remove(name);
        } else {
            cookies.put(name, pair.substring(pair.indexOf('=') + 1));
        }
    }

    private static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
