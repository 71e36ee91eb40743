package dev.vestibule.audit;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who did it.
 *
 * @param id the acting account's, or null
 */
record AuditActor(Kind kind, @Nullable UUID id) {
    static final AuditActor SYSTEM = new AuditActor(Kind.SYSTEM, null);
    static final AuditActor OPERATOR = new AuditActor(Kind.OPERATOR, null);
    static final AuditActor VISITOR = new AuditActor(Kind.VISITOR, null);

    /** Whether it is somebody else than the owner of the account, as far as that is known. */
    boolean isAnother(@Nullable UUID account) {
        return isAnother(kind.code(), id, account);
    }

    /** The same of an actor as it was written down. */
    static boolean isAnother(String kind, @Nullable UUID id, @Nullable UUID account) {
        return !kind.equals(Kind.VISITOR.code()) && !(account != null && account.equals(id));
    }

    enum Kind {
        /** Somebody signed in, with the own account. */
        USER,
        /** An administrator, with somebody else's account or for all. */
        ADMINISTRATOR,
        /** A key for the API, for its account or, an administrator's, for others. */
        API_KEY,
        /** Who runs the installation, by a command of the shell. */
        OPERATOR,
        SYSTEM,
        /** Who is not signed in, or not yet: the password alone proves little. */
        VISITOR;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
