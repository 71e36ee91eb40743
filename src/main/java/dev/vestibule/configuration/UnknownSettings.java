package dev.vestibule.configuration;

import dev.vestibule.startup.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds settings that begin with {@code vestibule.} and do not exist, because Spring would ignore a misspelt one
 * silently. The metadata that the build generates lists the existing settings.
 */
record UnknownSettings(ConfigurableEnvironment environment) {
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("vestibule");
    private static final String VARIABLE = "VESTIBULE_";

    /** The variables that Kubernetes and Docker set for a service of this name. */
    private static final Pattern SERVICE_LINK = Pattern.compile("VESTIBULE_(\\w+_)?"
            + "(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?|NAME|ENV_\\w+)");

    /** The variables of the client docs/vestibule.py, which administrators may run in the same shell. */
    private static final Set<String> CLIENT = Set.of("VESTIBULE_URL", "VESTIBULE_KEY");

    /** @throws StartException with the first such setting and the most similar existing one */
    void refuse() {
        Map<String, String> known = known();
        if (known.isEmpty()) {
            return;
        }
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables) {
                Stream.of(variables.getPropertyNames())
                        .filter(name -> name.toUpperCase(Locale.ROOT).startsWith(VARIABLE))
                        .filter(name -> !isOfAnotherProgram(name.toUpperCase(Locale.ROOT)))
                        .forEach(name -> refuse(name, name.replaceAll("_\\d+_?$", ""), known));
            } else if (source instanceof IterableConfigurationPropertySource names) {
                names.stream()
                        .filter(OURS::isAncestorOf)
                        .forEach(name ->
                                refuse(name.toString(), withoutIndex(name).toString(), known));
            }
        }
    }

    private static boolean isOfAnotherProgram(String variable) {
        return SERVICE_LINK.matcher(variable).matches() || CLIENT.contains(variable);
    }

    private static ConfigurationPropertyName withoutIndex(ConfigurationPropertyName name) {
        return name.isLastElementIndexed() ? name.getParent() : name;
    }

    private static void refuse(String written, String name, Map<String, String> known) {
        String uniform = uniform(name);
        if (known.containsKey(uniform)) {
            return;
        }
        String nearest = known.keySet().stream()
                .min(Comparator.comparingInt(candidate -> distance(uniform, candidate)))
                .map(known::get)
                .orElseThrow();
        throw new StartException(
                "There is no setting " + written + ".",
                "Did you mean " + nearest + "? Correct the name, or remove the setting. README.md lists all of them.");
    }

    /** The existing names by their letters and digits, which are the same in every notation. */
    private static Map<String, String> known() {
        Map<String, String> known = new TreeMap<>();
        try {
            for (URL file :
                    Collections.list(UnknownSettings.class.getClassLoader().getResources(METADATA))) {
                try (InputStream json = file.openStream()) {
                    for (JsonNode property : JsonMapper.shared().readTree(json).path("properties")) {
                        String name = property.path("name").asString();
                        if (name.startsWith(OURS + ".")) {
                            known.put(uniform(name), name);
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return known;
    }

    private static String uniform(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /**
     * The number of letters that must be added, removed or replaced to change one text into the other (Levenshtein
     * distance).
     */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
