package dev.vestibule.web;

import dev.vestibule.web.ProblemException.FieldFlaw;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.stereotype.Component;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes problems as {@code application/problem+json}, always in English: programs read them, and their authors. */
@Component
public class Problems {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private final MessageSource messages;

    Problems(MessageSource messages) {
        this.messages = messages;
    }

    public void write(HttpServletResponse response, Problem problem) throws IOException {
        write(response, new ProblemException(problem));
    }

    public void write(HttpServletResponse response, ProblemException refusal) throws IOException {
        ProblemDetail problem = refusal.updateAndGetBody(messages, Locale.ENGLISH);
        if (!refusal.flaws().isEmpty()) {
            problem.setProperty(
                    "errors", refusal.flaws().stream().map(this::members).toList());
        }
        byte[] body = JSON.writeValueAsBytes(problem);
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Answers 429; the program may try again after {@code wait}. */
    public void tooManyTries(HttpServletResponse response, Duration wait) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Redirects.seconds(wait)));
        write(response, Problem.TOO_MANY_ATTEMPTS);
    }

    private Map<String, String> members(FieldFlaw wrong) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("pointer", wrong.pointer());
        members.put("code", wrong.flaw().code());
        members.put("detail", messages.getMessage("api.flaw." + wrong.flaw().code(), null, Locale.ENGLISH));
        return members;
    }
}
