package dev.vestibule.throttle;

import java.sql.Timestamp;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A code that may be checked: room for it was reserved beforehand. Who checks codes asks for it, so that none is checked
 * without. Closed before {@link CodeTries} was told that it was right or wrong, it is given back.
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

    /** Whose code it must be. */
    public UUID account() {
        return account;
    }

    /** When it is given up. */
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
