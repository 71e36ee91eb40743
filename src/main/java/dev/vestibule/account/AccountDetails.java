package dev.vestibule.account;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields that an administrator may change at any time; an absent e-mail address is null, never blank. */
public record AccountDetails(String name, @Nullable String email, UUID companyId) {}
