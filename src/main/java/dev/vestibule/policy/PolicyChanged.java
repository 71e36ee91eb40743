package dev.vestibule.policy;

import java.util.UUID;

/** A company has another policy; published within the transaction that changes it. */
public record PolicyChanged(UUID company, Policy before, Policy after) {}
