package dev.vestibule.testing;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Counts password hashes, which dominate the time of a refusal. */
@TestConfiguration(proxyBeanMethods = false)
public class TestHashes {
    @Bean
    static Hashes hashes() {
        return new Hashes();
    }

    @Bean
    static BeanPostProcessor watchedEncoder() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof PasswordEncoder encoder ? new Counting(encoder) : bean;
            }
        };
    }

    /** The number of hashes. */
    public static final class Hashes {
        private static final AtomicInteger COUNT = new AtomicInteger();

        /** The hashes that an action causes. */
        public int during(Runnable work) {
            int before = COUNT.get();
            work.run();
            return COUNT.get() - before;
        }
    }

    private record Counting(PasswordEncoder encoder) implements PasswordEncoder {
        @Override
        public @Nullable String encode(@Nullable CharSequence password) {
            Hashes.COUNT.incrementAndGet();
            return encoder.encode(password);
        }

        @Override
        public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
            Hashes.COUNT.incrementAndGet();
            return encoder.matches(password, hash);
        }

        @Override
        public boolean upgradeEncoding(@Nullable String hash) {
            return encoder.upgradeEncoding(hash);
        }
    }
}
