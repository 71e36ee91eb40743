package dev.vestibule.recovery;

import java.util.List;
import java.util.Map;

/** New recovery codes with their hashes, which become valid when {@link RecoveryCodes#store} has stored them. */
public final class RecoveryCodeSet {
    private final List<RecoveryCode> codes;
    private final Map<String, String> hashes;

    RecoveryCodeSet(List<RecoveryCode> codes, Map<String, String> hashes) {
        this.codes = List.copyOf(codes);
        this.hashes = Map.copyOf(hashes);
    }

    /** The codes as the page shows them to the user, once. */
    public List<RecoveryCode> codes() {
        return codes;
    }

    /** Hashes by the first group of the code. */
    Map<String, String> hashes() {
        return hashes;
    }

    @Override
    public String toString() {
        return "RecoveryCodeSet[concealed]";
    }
}
