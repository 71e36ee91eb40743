package dev.vestibule.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends bytes that no HTTP client would, and reads the answer to its end. */
final class Wire {
    private Wire() {}

    /** The whole answer to a request that ends with its connection. */
    static String send(int port, String request) {
        return send("127.0.0.1", port, request);
    }

    /** The same, from another address of this machine. */
    static String send(String from, int port, String request) {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0)) {
            socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The status of an answer that comes although the request's body does not. */
    static int statusBeforeTheBody(int port, String head) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return status(new String(socket.getInputStream().readNBytes(20), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request line with the headers that an ordinary client sends. */
    static String line(String methodAndTarget, String... headers) {
        StringBuilder request = new StringBuilder(methodAndTarget)
                .append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: text/html\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    static int status(String answer) {
        return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
    }
}
