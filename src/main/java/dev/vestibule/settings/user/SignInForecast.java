package dev.vestibule.settings.user;

import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.policy.MfaStatus;
import dev.vestibule.throttle.AccountLock;
import dev.vestibule.web.Times;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Predicts a user's next sign-in, rule by rule, in the order in which the sign-in applies the rules.
 *
 * @param outcome the predicted result
 */
record SignInForecast(Answer outcome, List<Line> rules) {
    /** The result of a rule. */
    enum Answer {
        ENABLED,
        DISABLED,
        PASSWORD,
        NO_PASSWORD,
        NO_WAIT,
        PASSWORDS_WAIT,
        CODES_WAIT,
        CODES_STOPPED,
        READY,
        READY_REQUIRED,
        FREE,
        GRACE,
        DUE,
        DUE_BY_PASS,
        RESET,
        DEVICES_FORBIDDEN,
        DEVICES_NONE,
        DEVICES,
        DEVICES_IN_NETWORKS,
        RECOVERY_CODES,

        OUTCOME_REFUSED,
        OUTCOME_PASSWORD,
        OUTCOME_CODE,
        OUTCOME_CODE_OR_DEVICE,
        OUTCOME_WIZARD,
        OUTCOME_PASS;

        /** The suffix of the message key. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @param arguments of the text */
    public record Line(Answer answer, List<Object> arguments) {
        static Line of(Answer answer, Object... arguments) {
            return new Line(answer, List.of(arguments));
        }
    }

    /** The present data that the rules read. */
    record Facts(UserView user, AccountLock.State lock, ParameterValues parameters, int devices, int recoveryCodes) {}

    static SignInForecast of(Facts facts, Times times, ZoneId zone) {
        List<Line> rules = new ArrayList<>();
        rules.add(Line.of(facts.user().disabled() ? Answer.DISABLED : Answer.ENABLED));
        rules.add(Line.of(facts.user().hasPassword() ? Answer.PASSWORD : Answer.NO_PASSWORD));
        waits(facts.lock(), times, zone, rules);
        rules.add(standing(facts, times, zone));
        if (facts.user().standing().state() == MfaStatus.State.READY) {
            rules.add(devices(facts));
            rules.add(Line.of(Answer.RECOVERY_CODES, facts.recoveryCodes()));
        }
        return new SignInForecast(outcome(facts), List.copyOf(rules));
    }

    private static void waits(AccountLock.State lock, Times times, ZoneId zone, List<Line> rules) {
        Instant passwords = lock.passwordsUntil();
        Instant codes = lock.codesUntil();
        if (passwords != null) {
            rules.add(Line.of(Answer.PASSWORDS_WAIT, times.markedExact(passwords, zone)));
        }
        if (lock.stopped()) {
            rules.add(Line.of(Answer.CODES_STOPPED));
        } else if (codes != null) {
            rules.add(Line.of(Answer.CODES_WAIT, times.markedExact(codes, zone)));
        }
        if (!lock.locked()) {
            rules.add(Line.of(Answer.NO_WAIT));
        }
    }

    private static Line standing(Facts facts, Times times, ZoneId zone) {
        Instant until = facts.user().standing().graceUntil();
        boolean required = facts.user().mfaRequired();
        return switch (facts.user().standing().state()) {
            case READY -> Line.of(required ? Answer.READY_REQUIRED : Answer.READY);
            case FREE -> Line.of(Answer.FREE);
            case GRACE -> Line.of(Answer.GRACE, until == null ? "" : times.markedExact(until, zone));
            case DUE -> Line.of(Answer.DUE);
            case DUE_BY_PASS -> Line.of(facts.user().reset() ? Answer.RESET : Answer.DUE_BY_PASS);
        };
    }

    private static Line devices(Facts facts) {
        var settings = facts.user().policy().settings();
        if (!settings.trustedDevicesAllowed()) {
            return Line.of(Answer.DEVICES_FORBIDDEN);
        }
        if (facts.devices() == 0) {
            return Line.of(Answer.DEVICES_NONE, facts.parameters().number(Parameter.TRUSTED_DEVICE_DAYS));
        }
        return settings.trustedNetworks().isEmpty()
                ? Line.of(Answer.DEVICES, facts.devices())
                : Line.of(Answer.DEVICES_IN_NETWORKS, facts.devices(), String.join(", ", settings.trustedNetworks()));
    }

    private static Answer outcome(Facts facts) {
        if (facts.user().disabled() || !facts.user().hasPassword()) {
            return Answer.OUTCOME_REFUSED;
        }
        return switch (facts.user().standing().state()) {
            case READY -> facts.devices() > 0 ? Answer.OUTCOME_CODE_OR_DEVICE : Answer.OUTCOME_CODE;
            case FREE, GRACE -> Answer.OUTCOME_PASSWORD;
            case DUE -> Answer.OUTCOME_WIZARD;
            case DUE_BY_PASS -> Answer.OUTCOME_PASS;
        };
    }
}
