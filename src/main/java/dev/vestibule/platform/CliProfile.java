package dev.vestibule.platform;

import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** The profile of a process that runs a command of the operator's and serves no requests. */
public final class CliProfile {
    public static final String NAME = "shell";

    /** For beans of the server only. */
    public static final String NOT = "!" + NAME;

    private CliProfile() {}

    public static boolean isActive(Environment environment) {
        return environment.acceptsProfiles(Profiles.of(NAME));
    }
}
