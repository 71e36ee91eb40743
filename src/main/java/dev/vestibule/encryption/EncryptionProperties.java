package dev.vestibule.encryption;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the encryption keys come from.
 *
 * @param keys keys as {@code k2:BASE64,k1:BASE64}, 32 bytes each; the first seals, all open
 * @param keysFile file that holds the keys in that form
 */
@ConfigurationProperties("vestibule.encryption")
record EncryptionProperties(@Nullable String keys, @Nullable String keysFile) {
    @Override
    public String toString() {
        return "EncryptionProperties[keys=(not shown), keysFile=" + keysFile + "]";
    }
}
