package dev.vestibule.encryption;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of the encryption keys.
 *
 * @param keys keys as {@code k2:BASE64,k1:BASE64}, 32 bytes each; the first encrypts, all decrypt
 * @param keysFile a file with the keys in that format
 */
@ConfigurationProperties("vestibule.encryption")
record EncryptionProperties(@Nullable String keys, @Nullable String keysFile) {
    @Override
    public String toString() {
        return "EncryptionProperties[keys=(not shown), keysFile=" + keysFile + "]";
    }
}
