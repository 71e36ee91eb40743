package dev.vestibule.password;

import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** How passwords are hashed: a stored hash names its algorithm, and an older one is replaced when it is next used. */
@Configuration(proxyBeanMethods = false)
class PasswordHashing {
    /** OWASP Password Storage Cheat Sheet: Argon2id with m=19456 (19 MiB), t=2, p=1 (ASVS 5.0, 11.4.2). */
    private static final int MEMORY_KIB = 19_456;

    private static final int ITERATIONS = 2;
    private static final int PARALLELISM = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    @Bean
    static HashingLanes hashingLanes() {
        return new HashingLanes();
    }

    @Bean
    static PasswordEncoder passwordEncoder(HashingLanes lanes) {
        var encoder = new DelegatingPasswordEncoder(
                "argon2id",
                Map.of(
                        "argon2id",
                        new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, PARALLELISM, MEMORY_KIB, ITERATIONS),
                        "bcrypt",
                        new BCryptPasswordEncoder()));
        return new BoundedPasswordEncoder(encoder, lanes);
    }
}
