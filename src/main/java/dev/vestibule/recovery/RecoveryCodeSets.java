package dev.vestibule.recovery;

import dev.vestibule.encryption.EncryptionKeys;
import dev.vestibule.password.HashingLanes;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Creates sets of recovery codes. A set takes ten password hashes, so it is created without a lock or a connection. */
@Component
public class RecoveryCodeSets {
    private final PasswordEncoder encoder;
    private final EncryptionKeys keys;
    private final SecureRandom random;

    RecoveryCodeSets(PasswordEncoder encoder, EncryptionKeys keys, SecureRandom random) {
        this.encoder = encoder;
        this.keys = keys;
        this.random = random;
    }

    /** Creates a set from a new random seed. */
    public RecoveryCodeSet random() {
        return create(number -> RecoveryCode.random(random));
    }

    /**
     * Creates the set of a seed: two copies of one form, answered at the same time, show the same codes.
     *
     * @param seed random, stored for no longer than the form is valid
     */
    public RecoveryCodeSet derived(byte[] seed) {
        return create(number -> RecoveryCode.derived(keys, seed, number));
    }

    private RecoveryCodeSet create(IntFunction<RecoveryCode> source) {
        Map<String, RecoveryCode> codes = new LinkedHashMap<>();
        for (int number = 0; codes.size() < RecoveryCodes.SET; number++) {
            RecoveryCode code = source.apply(number);
            codes.putIfAbsent(code.firstGroup(), code);
        }
        Map<String, String> hashes = new LinkedHashMap<>();
        codes.forEach((group, code) -> hashes.put(
                group, HashingLanes.forKnownCaller(() -> Objects.requireNonNull(encoder.encode(code.secret())))));
        return new RecoveryCodeSet(List.copyOf(codes.values()), hashes);
    }
}
