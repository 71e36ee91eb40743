package dev.vestibule.throttle;

import java.sql.Timestamp;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A reserved try of a code. Methods that check codes require it, so that no code is checked without a reservation. If
 * it is closed before {@link CodeTries} was told the result, the reservation is released.
 *
 * <p>For one thread.
 */
public final class CodeTry implements AutoCloseable {
    private final UUID account;
    private final Timestamp until;
    private final Consumer<CodeTry> giveBack;
    private boolean ended;

    CodeTry(UUID account, Timestamp until, Consumer<CodeTry> giveBack) {
        this.account = account;
        this.until = until;
        this.giveBack = giveBack;
    }

    /** The account that the code must belong to. */
    public UUID account() {
        return account;
    }

    /** When the reservation expires. */
    Timestamp until() {
        return until;
    }

    void end() {
        ended = true;
    }

    @Override
    public void close() {
        if (!ended) {
            end();
            giveBack.accept(this);
        }
    }
}
