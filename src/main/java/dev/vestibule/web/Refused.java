package dev.vestibule.web;

import jakarta.servlet.http.HttpServletResponse;

/** Refusals that have words of their own besides those of their status. */
public enum Refused {
    /** Tomcat could not read the headers: it does not say whether they are malformed or too long. */
    UNREADABLE(HttpServletResponse.SC_BAD_REQUEST, "400.unreadable"),
    CREDENTIAL_IN_ADDRESS(HttpServletResponse.SC_BAD_REQUEST, "400.credential"),
    OTHER_ORIGIN(HttpServletResponse.SC_FORBIDDEN, "403.origin"),
    /** The body of the request did not come in time. */
    LATE(HttpServletResponse.SC_REQUEST_TIMEOUT, "408"),
    /** The network of the sender has too many requests whose bodies are not whole yet. */
    NETWORK_UNFINISHED(429, "429.unfinished"),
    /** Too many bodies are being waited for. */
    BODIES(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "503.unfinished"),
    /** This node's clock is too far off to judge a code. */
    CLOCK_WRONG(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "503.clock");

    private final int status;
    private final String code;

    Refused(int status, String code) {
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    /** Where the texts are: {@code problem.CODE.title} and {@code .text}. */
    String code() {
        return code;
    }
}
