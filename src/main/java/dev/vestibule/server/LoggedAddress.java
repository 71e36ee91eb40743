package dev.vestibule.server;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.buf.MessageBytes;
import org.jspecify.annotations.Nullable;

/**
 * Removes one-time links and credentials from the URL and the Referer of a request after its answer, before an access
 * log writes them.
 */
final class LoggedAddress extends ValveBase {
    private static final Pattern LINK = Pattern.compile("(/set-password/)[^/?#]+", Pattern.CASE_INSENSITIVE);
    private static final String MASK = "***";

    LoggedAddress() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws ServletException, IOException {
        try {
            getNext().invoke(request, response);
        } finally {
            conceal(request.getCoyoteRequest());
        }
    }

    private static void conceal(org.apache.coyote.Request request) {
        rewrite(request.requestURI(), LoggedAddress::withoutLink);
        rewrite(request.queryString(), query -> CredentialFields.isIn(query) ? MASK : query);
        rewrite(request.getMimeHeaders().getValue("Referer"), address -> withoutCredential(withoutLink(address)));
    }

    private static void rewrite(@Nullable MessageBytes text, UnaryOperator<String> rule) {
        if (text != null && !text.isNull()) {
            text.setString(rule.apply(text.toString()));
        }
    }

    private static String withoutLink(String address) {
        return LINK.matcher(address).replaceAll("$1" + MASK);
    }

    private static String withoutCredential(String address) {
        int query = address.indexOf('?');
        return query >= 0 && CredentialFields.isIn(address.substring(query + 1))
                ? address.substring(0, query + 1) + MASK
                : address;
    }
}
