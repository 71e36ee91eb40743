package dev.vestibule.platform;

import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** The profile of a process that runs a command of the operator's and serves nobody. */
public final class CliProfile {
    public static final String NAME = "shell";

    /** What is for the server alone. */
    public static final String NOT = "!" + NAME;

    private CliProfile() {}

    public static boolean isActive(Environment environment) {
        return environment.acceptsProfiles(Profiles.of(NAME));
    }
}
