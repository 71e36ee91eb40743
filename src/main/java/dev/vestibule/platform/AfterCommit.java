package dev.vestibule.platform;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Delays the sending of cookies: the browser must not get a cookie of a change that is rolled back. */
public final class AfterCommit {
    private AfterCommit() {}

    /** Runs once the current transaction has committed, and never if it does not; at once where there is none. */
    public static void run(Runnable work) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            work.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                work.run();
            }
        });
    }
}
