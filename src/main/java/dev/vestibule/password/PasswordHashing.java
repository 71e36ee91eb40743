package dev.vestibule.password;

import java.security.SecureRandom;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** How passwords are hashed: a stored hash names its algorithm, and an older one is replaced when it is next used. */
@Configuration(proxyBeanMethods = false)
class PasswordHashing {
    @Bean
    static HashingLanes hashingLanes() {
        return new HashingLanes();
    }

    @Bean
    static PasswordEncoder passwordEncoder(HashingLanes lanes, SecureRandom random) {
        var encoder = new DelegatingPasswordEncoder(
                "argon2id",
                Map.of("argon2id", new Argon2idPasswordEncoder(random), "bcrypt", new BCryptPasswordEncoder()));
        return new BoundedPasswordEncoder(encoder, lanes);
    }
}
