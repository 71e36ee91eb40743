package dev.vestibule.testing;

import dev.vestibule.password.HashingLanes;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Counts password hashes, and creates Argon2id hashes that cost little: an account with MFA has eleven, and a run of all
 * tests would compute hashes for minutes. {@code PasswordHashingTest} checks the parameters of the application's own.
 */
@TestConfiguration(proxyBeanMethods = false)
public class TestHashes {
    private static final String CHEAP = "$m=64,t=1,p=1$";

    @Bean
    static Hashes hashes() {
        return new Hashes();
    }

    @Bean
    static BeanPostProcessor cheapEncoder(Hashes hashes, ObjectProvider<HashingLanes> lanes) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof PasswordEncoder encoder ? new Cheap(encoder, hashes, lanes) : bean;
            }
        };
    }

    /** The number of hashes. */
    public static final class Hashes {
        private final AtomicInteger count = new AtomicInteger();
        private volatile boolean real;

        /** The hashes that an action causes. */
        public int during(Runnable work) {
            int before = count.get();
            work.run();
            return count.get() - before;
        }

        /** Whether new hashes have the application's parameters: a request then takes a time that others can overlap. */
        public void useRealCost(boolean real) {
            this.real = real;
        }
    }

    private record Cheap(PasswordEncoder encoder, Hashes hashes, ObjectProvider<HashingLanes> lanes)
            implements PasswordEncoder {
        private static final PasswordEncoder ARGON2 = new Argon2PasswordEncoder(16, 32, 1, 64, 1);

        @Override
        public @Nullable String encode(@Nullable CharSequence password) {
            hashes.count.incrementAndGet();
            return hashes.real
                    ? encoder.encode(password)
                    : lanes.getObject().inTurn(() -> "{argon2id}" + Objects.requireNonNull(ARGON2.encode(password)));
        }

        @Override
        public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
            hashes.count.incrementAndGet();
            return encoder.matches(password, hash);
        }

        @Override
        public boolean upgradeEncoding(@Nullable String hash) {
            return (hash == null || !hash.contains(CHEAP)) && encoder.upgradeEncoding(hash);
        }
    }
}
