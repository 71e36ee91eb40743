package dev.vestibule.throttle;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A code that may be checked: it was counted as a wrong one beforehand. Who checks codes asks for it, so that none is
 * checked without.
 */
public final class CodeTry {
    private final UUID account;
    private final int inARow;
    private final @Nullable Instant waitsUntil;
    private final LocalDate day;
    private final int rolling;

    CodeTry(UUID account, int inARow, @Nullable Instant waitsUntil, LocalDate day, int rolling) {
        this.account = account;
        this.inARow = inARow;
        this.waitsUntil = waitsUntil;
        this.day = day;
        this.rolling = rolling;
    }

    /** Whose code it must be. */
    public UUID account() {
        return account;
    }

    /** Whether it ends the step it was typed in, should it be wrong. */
    public boolean endsStep() {
        return inARow >= CodeTries.FREE_IN_A_ROW;
    }

    /** How many wrong ones there are in a row, should it be wrong. */
    public int inARow() {
        return inARow;
    }

    /** How many wrong ones there are within thirty days, should it be wrong. */
    public int rolling() {
        return rolling;
    }

    @Nullable
    Instant waitsUntil() {
        return waitsUntil;
    }

    LocalDate day() {
        return day;
    }
}
