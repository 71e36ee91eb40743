package dev.vestibule.audit;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The actor of an event.
 *
 * @param id the acting account's, or null
 */
record AuditActor(Kind kind, @Nullable UUID id) {
    static final AuditActor SYSTEM = new AuditActor(Kind.SYSTEM, null);
    static final AuditActor OPERATOR = new AuditActor(Kind.OPERATOR, null);
    static final AuditActor VISITOR = new AuditActor(Kind.VISITOR, null);

    /** Whether the actor is known to be somebody other than the user of the account. */
    boolean isAnother(@Nullable UUID account) {
        return isAnother(kind.code(), id, account);
    }

    /** As {@link #isAnother(UUID)}, for a recorded actor. */
    static boolean isAnother(String kind, @Nullable UUID id, @Nullable UUID account) {
        return !kind.equals(Kind.VISITOR.code()) && !(account != null && account.equals(id));
    }

    enum Kind {
        /** A signed-in user who acts on the own account. */
        USER,
        /** An administrator who acts on another account or on the installation. */
        ADMINISTRATOR,
        /** An API key that acts on its own account or, as an administrator's key, on others. */
        API_KEY,
        /** The operator of the installation, on the command line. */
        OPERATOR,
        SYSTEM,
        /** A client that is not signed in, or has entered only the password so far. */
        VISITOR;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
