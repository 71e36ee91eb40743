package dev.vestibule.account;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an administrator may change of an account at any time; no e-mail is null, never blank. */
public record AccountDetails(String name, @Nullable String email, UUID companyId) {}
