package dev.vestibule;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.stereotype.Controller;

/** One class for each way to break a rule of {@link Architecture}. */
@SuppressWarnings("all")
final class Offences {
    private Offences() {}

    static class Now {
        Instant now = Instant.now();
    }

    static class Today {
        LocalDate today = LocalDate.now(java.time.ZoneOffset.UTC);
    }

    static class NowByReference {
        Supplier<Instant> now = Instant::now;
    }

    static class Milliseconds {
        long now = System.currentTimeMillis();
    }

    static class OldDate {
        Date now = new Date();
    }

    static class ClockOfItsOwn {
        Clock clock = Clock.systemUTC();
    }

    static class NoOffence {
        Instant now(Clock clock) {
            return Instant.now(clock);
        }

        Date date(long milliseconds) {
            return new Date(milliseconds);
        }
    }

    static class Dice {
        int eyes = new Random().nextInt(6);
    }

    static class MathDice {
        double eyes = Math.random();
    }

    static class ThreadDice {
        int eyes = ThreadLocalRandom.current().nextInt();
    }

    static class SecureDice {
        SecureRandom random = new SecureRandom();
    }

    static class Formatted {
        String text = "%d".formatted(1);
    }

    static class Format {
        String text = String.format("%d", 1);
    }

    static class LowerCaseByReference {
        UnaryOperator<String> lower = String::toLowerCase;
    }

    static class Pattern {
        DateTimeFormatter time = DateTimeFormatter.ofPattern("HH:mm");
    }

    static class DiceByReference {
        Supplier<SecureRandom> random = SecureRandom::new;
    }

    // The scan of the tests' own classes would find it: it is no bean under any circumstance.
    @Controller
    @Conditional(Never.class)
    public static class PublicPage {}

    static class Never implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return false;
        }
    }

    static class StringUtil {}

    static class LoginServiceImpl {}

    static class FieldInjection {
        @Autowired
        @Nullable
        Clock clock;
    }
}
