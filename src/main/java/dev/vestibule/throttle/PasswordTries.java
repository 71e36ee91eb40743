package dev.vestibule.throttle;

import dev.vestibule.account.Username;
import dev.vestibule.encryption.EncryptionKeys;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.throttle.ThrottleKey.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Tries of a password (ASVS 5.0, 6.3.1).
 *
 * <p>A known browser of the account has a counter of its own. All others share three: the account from this network,
 * the account from all networks, and this network for all accounts. So a stranger's guesses start a wait wherever they
 * come from, and never lock the user out of a known browser.
 */
@Component
public class PasswordTries {
    /** Failures an hour of one account from one browser or network. */
    static final int FROM_ONE_PLACE = 10;

    /** Failures an hour of one account from all unknown browsers together. */
    public static final int FROM_ANYWHERE = 100;

    /** New passwords of one account that are refused in an hour. */
    private static final int RATINGS = 30;

    private static final byte[] ANY_LOGIN = {};

    private final TryCounters counters;
    private final KnownBrowsers browsers;
    private final Parameters parameters;
    private final EncryptionKeys keys;
    private final Clock clock;

    PasswordTries(
            TryCounters counters, KnownBrowsers browsers, Parameters parameters, EncryptionKeys keys, Clock clock) {
        this.counters = counters;
        this.browsers = browsers;
        this.parameters = parameters;
        this.keys = keys;
        this.clock = clock;
    }

    /** How to treat a typed password. */
    public sealed interface Try permits TryReservation, AccountWaits, NetworkWaits {}

    /** Do not check it, and do not let the client notice: this account waits. */
    public record AccountWaits() implements Try {}

    /** Do not check it: this network waits, which reveals nothing of an account. */
    public record NetworkWaits(Duration left) implements Try {}

    /**
     * Reserves a try before the password is checked.
     *
     * @param username empty when the input cannot be a username: only the network is counted then
     * @throws dev.vestibule.platform.BusyException when too many are being checked
     */
    public Try reserve(Optional<Username> username, Caller caller) {
        Optional<ThrottleKey> known = username.flatMap(name -> known(name, caller));
        if (known.isPresent()) {
            var reserved = counters.reserve(List.of(known.get()));
            if (reserved.isPresent()) {
                return new TryReservation(counters, reserved.get());
            }
            // A browser with too many wrong guesses counts as unknown.
        }
        ThrottleKey network = network(Stage.ADDRESS, caller);
        List<ThrottleKey> all =
                username.map(name -> unknown(name, caller, network)).orElse(List.of(network));
        return counters.reserve(all)
                .<Try>map(reserved -> new TryReservation(counters, reserved))
                .orElseGet(() -> counters.waitsUntil(List.of(network))
                        .<Try>map(until -> new NetworkWaits(left(until)))
                        .orElseGet(AccountWaits::new));
    }

    private Optional<ThrottleKey> known(Username username, Caller caller) {
        return Optional.ofNullable(caller.browser())
                .filter(browser -> browsers.knows(username, browser))
                .map(browser -> new ThrottleKey(Stage.BROWSER, mac(username), browser, FROM_ONE_PLACE));
    }

    private List<ThrottleKey> unknown(Username username, Caller caller, ThrottleKey network) {
        return List.of(
                new ThrottleKey(Stage.NETWORK, mac(username), caller.network().text(), FROM_ONE_PLACE),
                new ThrottleKey(Stage.ACCOUNT, mac(username), "", FROM_ANYWHERE),
                network);
    }

    /** When a password of this username can be tried again from this source; empty when it can be now. */
    public Optional<Instant> waitsUntil(Username username, Caller caller) {
        Optional<Instant> asUnknown = counters.waitsUntil(unknown(username, caller, network(Stage.ADDRESS, caller)));
        Optional<Instant> asKnown = known(username, caller).flatMap(key -> counters.waitsUntil(List.of(key)));
        return asKnown.isEmpty() || asUnknown.isEmpty() || asUnknown.get().isBefore(asKnown.get())
                ? asUnknown
                : asKnown;
    }

    /** When new passwords of an account are rated again; empty when the account does not wait. */
    public Optional<Instant> ratingWaitsUntil(UUID account) {
        return counters.waitsUntil(List.of(rating(account)));
    }

    /** Counts a refused credential that is not a password, such as an API key, against the network. */
    public Optional<NetworkWaits> refused(Caller caller) {
        return fail(network(Stage.ADDRESS, caller));
    }

    /**
     * Counts the form of an invalid set-password link against the network, apart from its passwords: a visitor who
     * sends old links does not prevent others with the same address from signing in.
     */
    public Optional<NetworkWaits> linkRefused(Caller caller) {
        return fail(network(Stage.LINK, caller));
    }

    /** Counts a certain failure; returns the wait when there were too many, in which case this one is not counted. */
    private Optional<NetworkWaits> fail(ThrottleKey key) {
        var reserved = counters.reserve(List.of(key));
        reserved.ifPresent(counters::fail);
        return reserved.isPresent()
                ? Optional.empty()
                : Optional.of(new NetworkWaits(
                        counters.waitsUntil(List.of(key)).map(this::left).orElse(Duration.ZERO)));
    }

    /**
     * Reserves a try to rate a new password, which takes a processor for a while; a rejected password is a failure.
     * Empty while the account waits.
     */
    public Optional<TryReservation> reserveRating(UUID account) {
        return counters.reserve(List.of(rating(account))).map(reserved -> new TryReservation(counters, reserved));
    }

    /** Ends every wait of an account in this stage. */
    void clear(Username username, UUID account) {
        counters.clear(mac(username));
        counters.clear(rating(account));
    }

    /** When the account's last wait in this stage is over; empty when it does not wait. */
    Optional<Instant> waitsUntil(Username username) {
        return counters.waitsUntil(mac(username));
    }

    private ThrottleKey network(Stage stage, Caller caller) {
        int allowed = parameters.current().number(Parameter.ADDRESS_FAILURES);
        return new ThrottleKey(stage, ANY_LOGIN, caller.network().text(), allowed);
    }

    private static ThrottleKey rating(UUID account) {
        return new ThrottleKey(Stage.RATING, ANY_LOGIN, account.toString(), RATINGS);
    }

    private Duration left(Instant until) {
        return Duration.between(clock.instant(), until);
    }

    private byte[] mac(Username username) {
        return keys.mac("throttled login", username.text().getBytes(StandardCharsets.UTF_8));
    }
}
