package dev.vestibule.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the API, with one credential or none; it keeps no cookies. */
public final class ApiClient {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final int port;
    private final List<String> headers = new ArrayList<>();

    public ApiClient(int port) {
        this.port = port;
    }

    /** An answer, with accessors for tests. */
    public record Answer(int status, String body, Map<String, List<String>> headers) {
        public JsonNode json() {
            return JSON.readTree(body);
        }

        /** The end of the problem's type. */
        public String problem() {
            return json().path("type").asString().replace("urn:vestibule:problem:", "");
        }

        /** Each error as pointer and code. */
        public List<String> errors() {
            return json().path("errors")
                    .valueStream()
                    .map(error -> error.path("pointer").asString() + " "
                            + error.path("code").asString())
                    .toList();
        }

        public String header(String name) {
            return String.join(", ", headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
        }

        /** Status and problem: {@code 404 not-found}. */
        @Override
        public String toString() {
            return status < 400 ? Integer.toString(status) : status + " " + problem();
        }
    }

    public static String basic(String login, String password) {
        byte[] pair = (login + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    public ApiClient with(String header, String value) {
        ApiClient other = new ApiClient(port);
        other.headers.addAll(headers);
        other.headers.addAll(List.of(header, value));
        return other;
    }

    public ApiClient withKey(String key) {
        return with("Authorization", "Bearer " + key);
    }

    public ApiClient withPassword(String login, String password) {
        return with("Authorization", basic(login, password));
    }

    /** The same, asked of another node. */
    public ApiClient at(int otherPort) {
        ApiClient other = new ApiClient(otherPort);
        other.headers.addAll(headers);
        return other;
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /** Without a body. */
    public Answer post(String path) {
        return send("POST", path, null);
    }

    public Answer post(String path, String json) {
        return with("Content-Type", "application/json").send("POST", path, json);
    }

    public Answer put(String path, String json) {
        return with("Content-Type", "application/json").send("PUT", path, json);
    }

    public Answer patch(String path, String json) {
        return with("Content-Type", "application/merge-patch+json").send("PATCH", path, json);
    }

    /** @param path below {@code /api/v1}, or whole when it begins with two slashes */
    public Answer send(String method, String path, String body) {
        String whole = path.startsWith("//") ? path.substring(1) : "/api/v1" + path;
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + whole));
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(
                    response.statusCode(), response.body(), response.headers().map());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
