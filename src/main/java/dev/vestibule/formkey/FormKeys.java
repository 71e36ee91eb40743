package dev.vestibule.formkey;

import dev.vestibule.encryption.EncryptionKeys;
import dev.vestibule.platform.Cleanup;
import dev.vestibule.session.SignInDetails;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Lets a form create something only once, however often and to whichever node it is sent.
 *
 * <p>A key is random, contains its expiry and a MAC, and belongs to one sign-in of one account. Only used keys are
 * stored, so that displaying a form needs no statement.
 */
@Component
public class FormKeys {
    /** The hidden field of the form. */
    public static final String FIELD = "form_key";

    /** What a page says of a form whose key is {@link State#STALE}: the model's attribute {@code stale}. */
    public static final String STALE_TEXT = "expired";

    /** The time within which an opened form must be sent. */
    static final Duration LIFETIME = Duration.ofHours(24);

    private static final String PURPOSE = "form key";

    private final EncryptionKeys keys;
    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final SecureRandom random;
    private final Clock clock;

    FormKeys(
            EncryptionKeys keys, JdbcClient jdbc, TransactionOperations transaction, SecureRandom random, Clock clock) {
        this.keys = keys;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.random = random;
        this.clock = clock;
    }

    @Bean
    static Cleanup formKeyCleanup() {
        return Cleanup.expired("form_key");
    }

    /** The outcome of a submitted form. */
    public enum State {
        MADE,
        /** The same form was sent before and created something then. */
        SENT_BEFORE,
        /** The form came without a key, or with one that has expired or is of another sign-in. */
        STALE
    }

    /** @param made the created object; null unless the state is {@link State#MADE} */
    public record Once<T>(State state, @Nullable T made) {
        /** @throws NullPointerException unless something was created */
        public T get() {
            return Objects.requireNonNull(made);
        }
    }

    /** A new key for a form of the current sign-in. */
    public String fresh() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        String key = encode(bytes) + "." + clock.instant().plus(LIFETIME).getEpochSecond();
        return key + "." + encode(keys.mac(PURPOSE, message(key)));
    }

    /** Whether a form with this key can still create something; {@link #once} decides. */
    public State look(@Nullable String typed) {
        Optional<Key> key = parse(typed);
        if (key.isEmpty()) {
            return State.STALE;
        }
        boolean used = jdbc.sql("select exists (select from form_key where key = :key)")
                .param("key", key.get().text())
                .query(Boolean.class)
                .single();
        return used ? State.SENT_BEFORE : State.MADE;
    }

    /**
     * Creates something, unless the form was sent before. The key is used in the same transaction: when that fails, the
     * form can be sent again.
     *
     * @param typed what the form sent as its key
     */
    public <T> Once<T> once(@Nullable String typed, Supplier<T> making) {
        Optional<Key> key = parse(typed);
        if (key.isEmpty()) {
            return new Once<>(State.STALE, null);
        }
        return Objects.requireNonNull(transaction.execute(
                status -> use(key.get()) ? new Once<>(State.MADE, making.get()) : new Once<>(State.SENT_BEFORE, null)));
    }

    private record Key(String text, Instant end) {}

    /** The statement that decides: of copies that are sent at once, the second one waits for the first. */
    private boolean use(Key key) {
        return jdbc.sql("insert into form_key (key, expires_at) values (:key, :end) on conflict (key) do nothing")
                        .param("key", key.text())
                        .param("end", Timestamp.from(key.end()))
                        .update()
                == 1;
    }

    private Optional<Key> parse(@Nullable String typed) {
        if (typed == null || !typed.matches("[\\w-]{22}\\.[0-9]{10}\\.[\\w-]{43}")) {
            return Optional.empty();
        }
        String text = typed.substring(0, typed.lastIndexOf('.'));
        Instant end = Instant.ofEpochSecond(Long.parseLong(text.substring(text.indexOf('.') + 1)));
        byte[] mac;
        try {
            mac = Base64.getUrlDecoder().decode(typed.substring(text.length() + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean valid = clock.instant().isBefore(end) && keys.verifyMac(PURPOSE, message(text), mac);
        return valid ? Optional.of(new Key(text, end)) : Optional.empty();
    }

    private static byte[] message(String key) {
        Authentication current = Objects.requireNonNull(
                SecurityContextHolder.getContext().getAuthentication(), "such forms are for users who are signed in");
        UUID signIn = SignInDetails.of(current).signIn();
        return (key + " " + current.getName() + " " + signIn).getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
