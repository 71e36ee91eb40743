package dev.vestibule.preferences;

import dev.vestibule.authenticator.EnrollingSession;
import dev.vestibule.authenticator.Enrolment;
import dev.vestibule.authenticator.PendingAuthenticator;
import dev.vestibule.recovery.RecoveryCode;
import dev.vestibule.recovery.RecoveryCodeSet;
import dev.vestibule.recovery.RecoveryCodeSets;
import dev.vestibule.recovery.RecoveryCodes;
import dev.vestibule.totp.TotpCode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Adds an app and, when it is the first one, stores the recovery codes in the same transaction. */
@Component
class AuthenticatorSetup {
    private final Enrolment enrolment;
    private final RecoveryCodes codes;
    private final RecoveryCodeSets sets;
    private final TransactionOperations transaction;

    AuthenticatorSetup(
            Enrolment enrolment, RecoveryCodes codes, RecoveryCodeSets sets, TransactionOperations transaction) {
        this.enrolment = enrolment;
        this.codes = codes;
        this.sets = sets;
        this.transaction = transaction;
    }

    /** @param codes shown once; empty unless the app was the first one */
    record Outcome(Enrolment.Result result, List<RecoveryCode> codes) {}

    /**
     * Adds the app when the code is right.
     *
     * <p>The recovery codes are hashed before the transaction, so that little time passes between the change, which
     * invalidates the session's old id, and the answer with the new id.
     *
     * @param replaces the app that is removed when the new one is first used to sign in; null when the new app is an
     *     additional one
     */
    Outcome finish(
            EnrollingSession session,
            PendingAuthenticator pending,
            String name,
            @Nullable UUID replaces,
            TotpCode code) {
        Optional<RecoveryCodeSet> set = pending.first() && enrolment.matches(pending, code)
                ? Optional.of(sets.derived(pending.seed()))
                : Optional.empty();
        Enrolment.Result result = Objects.requireNonNull(
                transaction.execute(status -> finish(session, pending, name, replaces, code, set)));
        boolean show = result.refusal() == null && set.isPresent() && codes.isStored(session.account(), set.get());
        return new Outcome(result, show ? set.get().codes() : List.of());
    }

    private Enrolment.Result finish(
            EnrollingSession session,
            PendingAuthenticator pending,
            String name,
            @Nullable UUID replaces,
            TotpCode code,
            Optional<RecoveryCodeSet> set) {
        Enrolment.Result result = enrolment.finish(session, pending, name, replaces, code);
        if (result.switchedOn() && !result.again()) {
            codes.store(session.account(), result.credentialVersion(), set.orElseGet(sets::random));
        }
        return result;
    }
}
