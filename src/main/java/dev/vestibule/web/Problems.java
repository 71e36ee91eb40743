package dev.vestibule.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes a {@link Problem} as {@code application/problem+json}, always in English: programs read it, and their authors. */
@Component
public class Problems {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final MessageSource messages;

    Problems(MessageSource messages) {
        this.messages = messages;
    }

    public void write(HttpServletResponse response, Problem problem) throws IOException {
        byte[] body = JSON.writeValueAsBytes(members(problem));
        response.setStatus(problem.code().status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Answers 429; the program may come again in {@code wait}. */
    public void tooManyTries(HttpServletResponse response, Duration wait) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Redirects.seconds(wait)));
        write(response, Problem.of(Problem.Code.TOO_MANY_ATTEMPTS));
    }

    private Map<String, Object> members(Problem problem) {
        Map<String, Object> members = new LinkedHashMap<>();
        String code = problem.code().code();
        members.put("type", "urn:vestibule:problem:" + code);
        members.put("title", message("api.problem." + code + ".title", ""));
        members.put("status", problem.code().status());
        members.put("detail", message(detail(problem), String.valueOf(problem.what())));
        members.put("instance", "urn:uuid:" + UUID.randomUUID());
        if (!problem.errors().isEmpty()) {
            members.put("errors", problem.errors().stream().map(this::members).toList());
        }
        return members;
    }

    private static String detail(Problem problem) {
        return "api.problem." + problem.code().code() + (problem.what() == null ? ".detail" : ".detail.what");
    }

    private Map<String, String> members(Problem.Field field) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("pointer", field.pointer());
        members.put("code", field.flaw().code());
        members.put("detail", message("api.flaw." + field.flaw().code(), ""));
        return members;
    }

    private String message(String key, String argument) {
        return messages.getMessage(key, new Object[] {argument}, Locale.ENGLISH);
    }
}
