package dev.vestibule.web;

import jakarta.servlet.http.HttpServletResponse;

/** Refusals with texts of their own besides those of their status. */
public enum Refused {
    /** Tomcat could not parse the headers: it does not report whether they are malformed or too long. */
    UNREADABLE(HttpServletResponse.SC_BAD_REQUEST, "400.unreadable"),
    CREDENTIAL_IN_ADDRESS(HttpServletResponse.SC_BAD_REQUEST, "400.credential"),
    OTHER_ORIGIN(HttpServletResponse.SC_FORBIDDEN, "403.origin"),
    /** The body of the request did not arrive in time. */
    LATE(HttpServletResponse.SC_REQUEST_TIMEOUT, "408"),
    /** The client's network has too many requests with incomplete bodies. */
    NETWORK_UNFINISHED(429, "429.unfinished"),
    /** Too many requests of all networks have incomplete bodies. */
    BODIES(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "503.unfinished"),
    /** This node's clock is too far off to check a code. */
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

    /** The message keys: {@code problem.CODE.title} and {@code .text}. */
    String code() {
        return code;
    }
}
