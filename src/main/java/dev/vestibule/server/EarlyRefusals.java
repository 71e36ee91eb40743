package dev.vestibule.server;

import dev.vestibule.web.Problem;
import dev.vestibule.web.Redirects;
import dev.vestibule.web.Refused;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.Context;
import org.apache.catalina.Globals;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** Writes our error page instead of Tomcat's for requests that Tomcat refuses before it finds the application. */
final class EarlyRefusals extends ErrorReportValve {
    private static final String PATH = "/error";

    private final Context application;

    EarlyRefusals(Context application) {
        this.application = application;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable fault) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        // For a form field that did not arrive, Tomcat throws once more, with 400.
        Refused late = TimedBody.refusal(request);
        if (late != null) {
            response.setStatus(late.status());
            request.setAttribute(Redirects.REFUSED, late);
        }
        request.getMappingData().context = application;
        request.setAttribute(Problem.ADDRESS, request.getRequestURI());
        request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, response.getStatus());
        if (response.getStatus() == Refused.UNREADABLE.status()) {
            request.setAttribute(Redirects.REFUSED, Refused.UNREADABLE);
        }
        // The attribute tells the filters that the request itself has been answered.
        request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, PATH);
        request.setAttribute(Globals.DISPATCHER_REQUEST_PATH_ATTR, PATH);
        request.setAttribute(Globals.DISPATCHER_TYPE_ATTR, DispatcherType.ERROR);
        try {
            application
                    .getServletContext()
                    .getRequestDispatcher(PATH)
                    .forward(request.getRequest(), response.getResponse());
        } catch (IOException | ServletException | RuntimeException e) {
            container.getLogger().debug("A refusal has no page, only its status", e);
        }
    }
}
