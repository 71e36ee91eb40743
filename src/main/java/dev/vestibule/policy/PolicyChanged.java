package dev.vestibule.policy;

import java.util.UUID;

/** A company's policy was changed; published within the transaction that changes it. */
public record PolicyChanged(UUID company, Policy before, Policy after) {}
