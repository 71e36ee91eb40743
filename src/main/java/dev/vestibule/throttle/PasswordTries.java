package dev.vestibule.throttle;

import dev.vestibule.account.Login;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.platform.EncryptionKeys;
import dev.vestibule.throttle.Counters.Reserved;
import dev.vestibule.throttle.Key.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Tries of a password (ASVS 5.0, 6.3.1).
 *
 * <p>A browser that the account is known in has a counter of its own. All others share three: the account from this
 * network, the account from wherever, and this network whatever the account. So a stranger's guesses run into a wait
 * wherever they come from, and none of them keeps the owner out of the browser he uses every day.
 */
@Component
public class PasswordTries {
    /** Failures an hour of one account from one browser or network. */
    static final int FROM_ONE_PLACE = 10;

    /** Failures an hour of one account from all unknown browsers together. */
    static final int FROM_ANYWHERE = 100;

    private static final byte[] WHOEVER = {};

    private final Counters counters;
    private final KnownBrowsers browsers;
    private final Parameters parameters;
    private final EncryptionKeys keys;
    private final Clock clock;

    PasswordTries(Counters counters, KnownBrowsers browsers, Parameters parameters, EncryptionKeys keys, Clock clock) {
        this.counters = counters;
        this.browsers = browsers;
        this.parameters = parameters;
        this.keys = keys;
        this.clock = clock;
    }

    /** What may be done with a password that was typed. */
    public sealed interface Try {}

    /** Check it, and {@linkplain #giveBack give the try back} if it was right: until then it counts as a failure. */
    public static final class Reservation implements Try {
        private final Reserved counted;

        private Reservation(Reserved counted) {
            this.counted = counted;
        }
    }

    /** Do not check it, and let nobody see that: this account waits. */
    public record AccountWaits() implements Try {}

    /** Do not look at it: this network waits, which says nothing of an account. */
    public record NetworkWaits(Duration left) implements Try {}

    /**
     * Counts a try before the password is checked.
     *
     * @param login empty when what was typed cannot be one: the network alone is counted then
     */
    public Try reserve(Optional<Login> login, Caller caller) {
        if (login.isPresent() && caller.browser() != null && browsers.knows(login.get(), caller.browser())) {
            var known = new Key(Stage.BROWSER, mac(login.get()), caller.browser(), FROM_ONE_PLACE);
            var reserved = counters.reserve(List.of(known));
            if (reserved.isPresent()) {
                return new Reservation(reserved.get());
            }
            // A browser that guessed too often is as good as unknown.
        }
        Key network = network(caller);
        List<Key> all = login.map(name -> List.of(
                        new Key(Stage.NETWORK, mac(name), caller.network().text(), FROM_ONE_PLACE),
                        new Key(Stage.ACCOUNT, mac(name), "", FROM_ANYWHERE),
                        network))
                .orElse(List.of(network));
        return counters.reserve(all)
                .<Try>map(Reservation::new)
                .orElseGet(() -> counters.waitsUntil(network)
                        .<Try>map(until -> new NetworkWaits(left(until)))
                        .orElseGet(AccountWaits::new));
    }

    /**
     * Counts the form of a void set-password link against the network, apart from its passwords: whoever sends old links
     * keeps nobody behind the same address from signing in.
     *
     * @return a {@link Reservation}, which is never given back, or {@link NetworkWaits}
     */
    public Try reserveLink(Caller caller) {
        Key key = new Key(Stage.LINK, WHOEVER, caller.network().text(), addressFailures());
        return counters.reserve(List.of(key)).<Try>map(Reservation::new).orElseGet(() -> networkWaits(key));
    }

    /** The password was right, and so was all else that the step asks: the try was no failure. */
    public void giveBack(Reservation reservation) {
        counters.giveBack(reservation.counted);
    }

    /** Ends every wait of an account at this step. */
    public void clear(Login login) {
        counters.clear(mac(login));
    }

    /** When the last of its waits at this step is over; empty when it does not wait. */
    Optional<Instant> waitsUntil(Login login) {
        return counters.waitsUntil(mac(login));
    }

    private Key network(Caller caller) {
        return new Key(Stage.ADDRESS, WHOEVER, caller.network().text(), addressFailures());
    }

    private int addressFailures() {
        return parameters.current().number(Parameter.ADDRESS_FAILURES);
    }

    private NetworkWaits networkWaits(Key key) {
        return new NetworkWaits(counters.waitsUntil(key).map(this::left).orElse(Duration.ZERO));
    }

    private Duration left(Instant until) {
        return Duration.between(clock.instant(), until);
    }

    private byte[] mac(Login login) {
        return keys.mac("throttled login", login.text().getBytes(StandardCharsets.UTF_8));
    }
}
