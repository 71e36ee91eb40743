package dev.vestibule.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Lets a page say that the previous form had expired ({@code ?error=stale}), and whether disabled cookies are the
 * cause: without cookies every form has expired when the browser sends it.
 */
@ControllerAdvice(annotations = Controller.class)
class ExpiredFormNotice {
    @ModelAttribute("stale")
    @Nullable
    String stale(HttpServletRequest request) {
        // The dispatcher type first: on an error page, reading a parameter would parse a body that was refused unread.
        if (request.getDispatcherType() != DispatcherType.REQUEST || !"stale".equals(request.getParameter("error"))) {
            return null;
        }
        return hasToken(request) ? "expired" : "expired.cookies";
    }

    /** Our own cookie, under either of its names; other applications of this host may have set others. */
    private static boolean hasToken(HttpServletRequest request) {
        return Optional.ofNullable(request.getCookies()).stream()
                .flatMap(Arrays::stream)
                .map(Cookie::getName)
                .anyMatch(name -> name.equals("csrf") || name.equals("__Host-csrf"));
    }
}
