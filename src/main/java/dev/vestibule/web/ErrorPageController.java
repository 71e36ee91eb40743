package dev.vestibule.web;

import dev.vestibule.network.Site;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Renders every refusal and every fault as a page of the product; for the API, as a {@link Problem}.
 *
 * <p>It reads neither the principal nor the session, as either may have caused the failure.
 */
@Controller
class ErrorPageController implements ErrorController {
    /** The statuses with texts of their own. */
    private static final Set<Integer> KNOWN = Set.of(400, 403, 404, 405, 408, 410, 413, 415, 421, 422, 429, 500, 503);

    private final Site site;
    private final Problems problems;
    private final Times times;

    ErrorPageController(Site site, Problems problems, Times times) {
        this.site = site;
        this.problems = problems;
        this.times = times;
    }

    @RequestMapping("/error")
    @Nullable
    ModelAndView page(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = status(request);
        if (Problem.isFor(request)) {
            problems.write(response, Problem.ofStatus(status));
            return null;
        }
        ModelAndView page = new ModelAndView(Redirects.ERROR_VIEW, HttpStatusCode.valueOf(status));
        page.addAllObjects(model(status));
        page.addObject("code", code(request, status));
        page.addObject("back", back(request));
        String left = response.getHeader(HttpHeaders.RETRY_AFTER);
        if (left != null) {
            page.addObject("wait", times.markedWait(Duration.ofSeconds(Long.parseLong(left))));
        }
        if (status == HttpServletResponse.SC_MISDIRECTED_REQUEST) {
            page.addObject("site", site.absolute("/").orElse(null));
            page.addObject("misled", isFromSite(request));
        }
        return page;
    }

    /** The model that the view needs. */
    static Map<String, Object> model(int status) {
        return Map.of("status", status, "code", KNOWN.contains(status) ? Integer.toString(status) : "default");
    }

    private static int status(HttpServletRequest request) {
        // Without an error this path is answered like any unknown path.
        return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
                ? status
                : HttpStatus.NOT_FOUND.value();
    }

    private static String code(HttpServletRequest request, int status) {
        Object refusal = request.getAttribute(Redirects.REFUSED);
        if (refusal instanceof Refused refused) {
            return refused.code();
        }
        if (refusal instanceof CsrfException) {
            return "403.csrf";
        }
        return String.valueOf(model(status).get("code"));
    }

    /** Whether the browser sent a Referer of the public URL; its link would lead to this page again. */
    private boolean isFromSite(HttpServletRequest request) {
        String page = request.getHeader(HttpHeaders.REFERER);
        String origin = site.absolute("/").orElse("");
        return "same-origin".equals(request.getHeader("Sec-Fetch-Site")) || page != null && page.startsWith(origin);
    }

    /** The page of the refused form, from the Referer; null when the browser sent none. */
    private static @Nullable String back(HttpServletRequest request) {
        String page = request.getHeader(HttpHeaders.REFERER);
        boolean wasForm = HttpMethod.POST.matches(String.valueOf(request.getAttribute(RequestDispatcher.ERROR_METHOD)));
        if (!wasForm || page == null) {
            return null;
        }
        try {
            // The link leads to a path of ours, whatever host the header has.
            String path = URI.create(page).getRawPath();
            return path != null && Redirects.isPath(path) ? path : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
