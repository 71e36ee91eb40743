package dev.vestibule.encryption;

import dev.vestibule.startup.StartException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads keys from text.
 *
 * @param source the name of the text's origin, as an operator knows it
 */
record EncryptionKeyText(String source) {
    static final String ACTION =
            "Give keys in the form k2:BASE64,k1:BASE64, each of 32 bytes; openssl rand -base64 32 makes one. The first"
                    + " encrypts, all of them decrypt.";

    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,32}");

    List<EncryptionKey> parse(String text) {
        List<EncryptionKey> keys = new ArrayList<>();
        String[] entries = text.strip().split(",", -1);
        for (int i = 0; i < entries.length; i++) {
            EncryptionKey key = entry("Entry " + (i + 1) + " of " + source, entries[i].strip());
            if (keys.stream().anyMatch(other -> other.id().equals(key.id()))) {
                throw malformed("The key id " + key.id() + " stands twice in " + source + ".");
            }
            keys.add(key);
        }
        return List.copyOf(keys);
    }

    // Before the id is checked it may be the key itself, in the wrong order, so the message does not quote it.
    private EncryptionKey entry(String name, String entry) {
        if (entry.isEmpty()) {
            throw malformed(name + " is empty.");
        }
        int colon = entry.indexOf(':');
        if (colon < 0) {
            throw malformed(name + " has no colon between the key's id and the key.");
        }
        String id = entry.substring(0, colon);
        if (!ID.matcher(id).matches()) {
            throw malformed(name + " has an id that is not 1 to 32 lower-case letters, digits or hyphens.");
        }
        byte[] bytes = decode("The key " + id + " in " + source, entry.substring(colon + 1));
        if (bytes.length != EncryptionKey.BYTES) {
            throw malformed("The key " + id + " in " + source + " has " + bytes.length + " bytes, not "
                    + EncryptionKey.BYTES + ".");
        }
        return new EncryptionKey(id, bytes);
    }

    private static byte[] decode(String name, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // The decoder's message quotes the input.
            throw malformed(name + " is not valid Base64.");
        }
    }

    private static StartException malformed(String description) {
        return new StartException(description, ACTION);
    }
}
