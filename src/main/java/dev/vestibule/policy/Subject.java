package dev.vestibule.policy;

import java.time.Instant;

/**
 * What a policy looks at in an account.
 *
 * @param reset whether its second factor was taken away, so that it has to enrol whatever the policy says
 */
public record Subject(boolean administrator, boolean mfaEnabled, boolean reset, Instant createdAt) {}
