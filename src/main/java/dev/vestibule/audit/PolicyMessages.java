package dev.vestibule.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;

/** Formats the settings of a policy, which an event stores as {@code mfa_required no, grace_days 0}, as sentences. */
final class PolicyMessages {
    private static final Pattern SETTING = Pattern.compile("([a-z_]+) (\\[[^\\]]*\\]|[^,\\[\\]]+)(?:, |$)");

    private PolicyMessages() {}

    /** @return the stored text when it has a form that this release does not write */
    static String sentences(String stored, MessageSource messages) {
        List<String> sentences = new ArrayList<>();
        int read = 0;
        for (MatchResult setting : SETTING.matcher(stored).results().toList()) {
            if (setting.start() != read) {
                return stored;
            }
            read = setting.end();
            String sentence = sentence(setting.group(1), setting.group(2), messages);
            if (sentence.isEmpty()) {
                return stored;
            }
            sentences.add(sentence);
        }
        return read == stored.length() ? String.join(" ", sentences) : stored;
    }

    private static String sentence(String name, String value, MessageSource messages) {
        String key = "audit.policy." + name;
        Object[] argument = switch (name) {
            case "grace_days", "trusted_device_days" ->
                value.matches("[0-9]{1,9}") ? new Object[] {Integer.valueOf(value)} : new Object[0];
            case "trusted_networks" ->
                value.equals("[]") ? new Object[0] : new Object[] {value.substring(1, value.length() - 1)};
            default -> new Object[0];
        };
        String code = argument.length > 0 ? key : key + "." + (value.equals("[]") ? "none" : value);
        String text = messages.getMessage(code, argument, "", LocaleContextHolder.getLocale());
        return text == null ? "" : text;
    }
}
