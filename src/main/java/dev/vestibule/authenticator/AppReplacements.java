package dev.vestibule.authenticator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides which apps of an account are removed when another app is first used to sign in.
 *
 * @param apps all apps of the account, oldest first
 */
public record AppReplacements(List<Authenticator> apps) {
    /** The app that the given one replaces, if any. */
    public Optional<Authenticator> replacedBy(Authenticator app) {
        return apps.stream().filter(old -> old.id().equals(app.replaces())).findFirst();
    }

    /**
     * The apps that the first sign-in with the given app removes: the app that it replaces, the app that this one was
     * to replace, and so on.
     */
    public List<Authenticator> endedBy(Authenticator app) {
        List<Authenticator> ended = new ArrayList<>();
        Optional<Authenticator> next = replacedBy(app);
        // No page creates a cycle of replacements; the check prevents an endless loop if the database contains one.
        while (next.isPresent() && !next.get().equals(app) && !ended.contains(next.get())) {
            ended.add(next.get());
            next = replacedBy(next.get());
        }
        return ended;
    }

    /** The apps whose first sign-in removes the given app. */
    public List<Authenticator> endersOf(Authenticator app) {
        return apps.stream().filter(other -> endedBy(other).contains(app)).toList();
    }

    /** The app to be replaced by the one that was added last; empty when no app waits for its first sign-in. */
    public Optional<Authenticator> latest() {
        return apps.stream()
                .filter(app -> app.replaces() != null)
                .reduce((older, newer) -> newer)
                .flatMap(this::replacedBy);
    }
}
