package dev.vestibule.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vestibule.startup.StartException;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncryptionKeyTextTest {
    private static final String ONE = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    private static final String TWO = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

    @Test
    void textWhenWellFormedThenKeepsTheOrder() {
        assertThat(parse(" k2:" + TWO + ",\n k1:" + ONE + "\n").ids()).containsExactly("k2", "k1");
    }

    @Test
    void textWhenIdHasAllItMayThenIsAccepted() {
        String id = "2026-11-key-of-thirty-two-letter";

        assertThat(parse(id + ":" + ONE).ids()).containsExactly(id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                 | Entry 1 of vestibule.encryption.keys is empty.",
                "k1:ONE,            | Entry 2 of vestibule.encryption.keys is empty.",
                "ONE                | Entry 1 of vestibule.encryption.keys has no colon between the key's id and the key.",
                "k1:ONE,TWO         | Entry 2 of vestibule.encryption.keys has no colon between the key's id and the key.",
                "ONE:k1             | Entry 1 of vestibule.encryption.keys has an id that is not 1 to 32 lower-case letters, digits or hyphens.",
                ":ONE               | Entry 1 of vestibule.encryption.keys has an id that is not 1 to 32 lower-case letters, digits or hyphens.",
                "K1:ONE             | Entry 1 of vestibule.encryption.keys has an id that is not 1 to 32 lower-case letters, digits or hyphens.",
                "a23456789012345678901234567890123:ONE | Entry 1 of vestibule.encryption.keys has an id that is not 1 to 32 lower-case letters, digits or hyphens.",
                "k1:!ONE            | The key k1 in vestibule.encryption.keys is not valid Base64.",
                "k1:ONEQQ==         | The key k1 in vestibule.encryption.keys is not valid Base64.",
                "k1:AQEB            | The key k1 in vestibule.encryption.keys has 3 bytes, not 32.",
                "k1:                | The key k1 in vestibule.encryption.keys has 0 bytes, not 32.",
                "k1:ONE,k1:TWO      | The key id k1 stands twice in vestibule.encryption.keys."
            })
    void textWhenMalformedThenSaysWhatIsWrongAndNoKey(String text, String complaint) {
        String malformed = text.replace("ONE", ONE).replace("TWO", TWO);

        StartException failure = catchThrowableOfType(StartException.class, () -> parse(malformed));

        assertThat(failure).hasMessage(complaint).hasNoCause();
        assertThat(failure.action()).contains("openssl rand -base64 32");
        assertThat(failure.getMessage() + failure.action())
                .doesNotContain(ONE.substring(0, 8))
                .doesNotContain(TWO.substring(0, 8));
    }

    private static EncryptionKeys parse(String text) {
        return EncryptionKeys.parse(text, new SecureRandom());
    }
}
