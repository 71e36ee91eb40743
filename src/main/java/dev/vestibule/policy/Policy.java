package dev.vestibule.policy;

import dev.vestibule.event.AuditReason;
import dev.vestibule.network.IpNetwork;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.policy.MfaStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * A company's policy as rules, used by the sign-in, the pages, the API and the policy preview.
 *
 * @param administratorsSince since when MFA is required of administrators without a break; null when it is not
 * @param everyoneSince since when MFA is required of everyone; null when it is not
 */
public record Policy(
        PolicySettings settings,
        @Nullable Instant administratorsSince,
        @Nullable Instant everyoneSince) {
    /** The policy of a company without one. */
    public static final Policy NONE = new Policy(PolicySettings.NONE, null, null);

    /** The columns as one JSON object, for a query that joins the table by the alias {@code p}, outer. */
    public static final String AS_JSON = "to_jsonb(p)::text as policy";

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private record Since(
            @Nullable Instant administratorsSince, @Nullable Instant everyoneSince) {}

    /** The policy that {@link #AS_JSON} selected; null for a company without one. */
    public static Policy ofJson(@Nullable String json) {
        if (json == null) {
            return NONE;
        }
        Since since = JSON.readValue(json, Since.class);
        return new Policy(JSON.readValue(json, PolicySettings.class), since.administratorsSince, since.everyoneSince);
    }

    /** The policy after a change; a requirement that continues keeps its start time. */
    public Policy change(PolicySettings next, Instant now) {
        return new Policy(
                next,
                since(administratorsSince, next.mfaRequired() != MfaRequired.NO, now),
                since(everyoneSince, next.mfaRequired() == MfaRequired.EVERYONE, now));
    }

    private static @Nullable Instant since(@Nullable Instant before, boolean required, Instant now) {
        if (!required) {
            return null;
        }
        return before == null ? now : before;
    }

    public boolean requiresMfa(boolean administrator) {
        return requiredSince(administrator) != null;
    }

    private @Nullable Instant requiredSince(boolean administrator) {
        return administrator ? administratorsSince : everyoneSince;
    }

    /** The MFA status of an account, which decides what its password alone authorizes. */
    public MfaStatus mfaStatus(PolicySubject subject, Instant now) {
        if (subject.reset()) {
            return new MfaStatus(State.DUE_BY_PASS, null);
        }
        if (subject.mfaEnabled()) {
            return new MfaStatus(State.READY, null);
        }
        Instant since = requiredSince(subject.administrator());
        if (since == null) {
            return new MfaStatus(State.FREE, null);
        }
        Instant start = since.isAfter(subject.createdAt()) ? since : subject.createdAt();
        Instant end = start.plus(Duration.ofDays(settings.graceDays()));
        if (now.isBefore(end)) {
            return new MfaStatus(State.GRACE, end);
        }
        return new MfaStatus(settings.enrolment() == EnrolmentMethod.PASS ? State.DUE_BY_PASS : State.DUE, null);
    }

    /** Whether an account can come to need another administrator's pass: the last administrator must not. */
    public boolean locksOut(PolicySubject subject) {
        return subject.reset()
                || !subject.mfaEnabled()
                        && requiresMfa(subject.administrator())
                        && settings.enrolment() == EnrolmentMethod.PASS;
    }

    /**
     * Why no device may be trusted, or used as a trusted one, from an address; empty when it may.
     *
     * <p>A network never replaces a factor: it only limits where a trusted device does.
     */
    public Optional<AuditReason> refusesDevice(String address) {
        if (!settings.trustedDevicesAllowed()) {
            return Optional.of(AuditReason.DEVICES_FORBIDDEN);
        }
        boolean inside = settings.trustedNetworks().isEmpty()
                || settings.trustedNetworks().stream()
                        .map(IpNetwork::new)
                        .anyMatch(network -> network.contains(address));
        return inside ? Optional.empty() : Optional.of(AuditReason.OTHER_NETWORK);
    }

    /** The parameters in force for the company's accounts. */
    public ParameterValues inForce(ParameterValues values) {
        Integer days = settings.trustedDeviceDays();
        return days == null ? values : values.with(Parameter.TRUSTED_DEVICE_DAYS, days);
    }
}
