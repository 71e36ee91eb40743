package dev.vestibule.password;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.password.AbstractValidatingPasswordEncoder;

/**
 * Argon2id (RFC 9106) in the encoded form of the reference implementation, such as {@code
 * $argon2id$v=19$m=19456,t=2,p=1$salt$hash}.
 *
 * <p>Spring's encoder reads and writes the same form but allocates the memory of each hash anew: 19 MiB of garbage for
 * each sign-in. Here a hash returns its memory, cleared, to a pool. There are as many pools as hashes ever ran at once,
 * which {@link HashingLanes} limits.
 *
 * <p>Thread-safe.
 */
final class Argon2idPasswordEncoder extends AbstractValidatingPasswordEncoder {
    private static final Logger log = LoggerFactory.getLogger(Argon2idPasswordEncoder.class);

    /** OWASP Password Storage Cheat Sheet: m=19456 (19 MiB), t=2, p=1 (ASVS 5.0, 11.4.2). */
    private static final Cost COST = new Cost(19_456, 2, 1);

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,2}),p=(\\d)\\$([\\w+/-]{11,86})\\$([\\w+/-]{22,86})");

    private static final Base64.Encoder TO_TEXT = Base64.getEncoder().withoutPadding();
    private static final Base64.Decoder FROM_TEXT = Base64.getDecoder();

    private final SecureRandom random;
    private final Queue<BlockPool> pools = new ConcurrentLinkedQueue<>();

    Argon2idPasswordEncoder(SecureRandom random) {
        this.random = random;
    }

    /** @param memory in KiB */
    private record Cost(int memory, int iterations, int parallelism) {
        /** A stored hash that costs more than eight of ours is refused before it is computed, as is one without cost. */
        boolean isBearable() {
            long work = (long) memory * iterations;
            return memory >= 8 * parallelism
                    && iterations > 0
                    && parallelism > 0
                    && memory <= 8 * COST.memory
                    && work <= 8L * COST.memory * COST.iterations;
        }

        boolean isBelow(Cost other) {
            return memory < other.memory || iterations < other.iterations;
        }
    }

    private record Encoded(Cost cost, byte[] salt, byte[] hash) {
        static Optional<Encoded> parse(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                return Optional.empty();
            }
            Cost cost = new Cost(number(form, 1), number(form, 2), number(form, 3));
            try {
                return cost.isBearable()
                        ? Optional.of(
                                new Encoded(cost, FROM_TEXT.decode(form.group(4)), FROM_TEXT.decode(form.group(5))))
                        : Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        private static int number(Matcher form, int group) {
            return Integer.parseInt(form.group(group));
        }

        String text() {
            return "$argon2id$v=19$m=" + cost.memory + ",t=" + cost.iterations + ",p=" + cost.parallelism + "$"
                    + TO_TEXT.encodeToString(salt) + "$" + TO_TEXT.encodeToString(hash);
        }
    }

    @Override
    protected String encodeNonNullPassword(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new Encoded(COST, salt, hash(password, COST, salt, HASH_BYTES)).text();
    }

    /** False for a hash that cannot be read or costs too much. */
    @Override
    protected boolean matchesNonNull(String password, String encoded) {
        Optional<Encoded> parsed = Encoded.parse(encoded);
        if (parsed.isEmpty()) {
            log.warn("No password matches a stored hash that is malformed, or costs more than this program computes");
            return false;
        }
        Encoded stored = parsed.get();
        return Arrays.constantTimeAreEqual(stored.hash, hash(password, stored.cost, stored.salt, stored.hash.length));
    }

    @Override
    protected boolean upgradeEncodingNonNull(String encoded) {
        return Encoded.parse(encoded).map(stored -> stored.cost.isBelow(COST)).orElse(false);
    }

    private byte[] hash(String password, Cost cost, byte[] salt, int length) {
        BlockPool pool = takePool();
        try {
            var generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(cost.memory)
                    .withIterations(cost.iterations)
                    .withParallelism(cost.parallelism)
                    .withSalt(salt)
                    .withBlockPool(pool)
                    .build());
            byte[] hash = new byte[length];
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
            return hash;
        } finally {
            pools.add(pool);
        }
    }

    private BlockPool takePool() {
        @Nullable BlockPool free = pools.poll();
        // Some blocks beside the memory are its working space.
        return free != null ? free : new FixedBlockPool(COST.memory + 8);
    }
}
