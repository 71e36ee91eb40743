package dev.vestibule.audit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An IP address, or a network of them such as {@code 203.0.113.0/24}, as text that PostgreSQL reads. */
public record AuditAddress(String text) {
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private static final Pattern NETWORK = Pattern.compile("([^/]+)(?:/([0-9]{1,3}))?");

    /** Parses a typed address or network; empty when it is neither. */
    public static Optional<AuditAddress> parse(String typed) {
        Matcher network = NETWORK.matcher(typed);
        if (!network.matches() || !isOne(network.group(1))) {
            return Optional.empty();
        }
        int longest = network.group(1).contains(":") ? 128 : 32;
        boolean fits = network.group(2) == null || Integer.parseInt(network.group(2)) <= longest;
        return fits ? Optional.of(new AuditAddress(typed)) : Optional.empty();
    }

    static boolean isOne(String text) {
        if (V4.matcher(text).matches()) {
            return true;
        }
        if (!text.contains(":") || !V6.matcher(text).matches()) {
            return false;
        }
        try {
            // A text with a colon is never resolved as a host name.
            return InetAddress.getByName(text) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
