package dev.vestibule.company;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The first administrator and company of a new installation.
 *
 * @param adminPassword null when the administrator sets it with the one-time link that the start prints
 */
@ConfigurationProperties("vestibule.bootstrap")
record BootstrapProperties(
        @DefaultValue("admin") String adminLogin,
        @Nullable String adminPassword,
        @DefaultValue("My Company") String company) {
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "Bootstrap[adminLogin=%s, company=%s]", adminLogin, company);
    }
}
