package dev.vestibule.authenticator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which apps of an account end when another is first used to sign in.
 *
 * @param apps all of the account, oldest first
 */
public record AppReplacements(List<Authenticator> apps) {
    /** The app that this one takes the place of, if it does. */
    public Optional<Authenticator> replacedBy(Authenticator app) {
        return apps.stream().filter(old -> old.id().equals(app.replaces())).findFirst();
    }

    /** All that end with the first sign-in by this one: what it replaces, what that was to replace, and so on. */
    public List<Authenticator> endedBy(Authenticator app) {
        List<Authenticator> ended = new ArrayList<>();
        Optional<Authenticator> next = replacedBy(app);
        // No page makes a ring of them; one made by hand must not go round for ever.
        while (next.isPresent() && !next.get().equals(app) && !ended.contains(next.get())) {
            ended.add(next.get());
            next = replacedBy(next.get());
        }
        return ended;
    }

    /** All whose first sign-in ends this one. */
    public List<Authenticator> endersOf(Authenticator app) {
        return apps.stream().filter(other -> endedBy(other).contains(app)).toList();
    }

    /** What the app that was added last among those takes the place of; empty when no app waits for its first sign-in. */
    public Optional<Authenticator> latest() {
        return apps.stream()
                .filter(app -> app.replaces() != null)
                .reduce((older, newer) -> newer)
                .flatMap(this::replacedBy);
    }
}
