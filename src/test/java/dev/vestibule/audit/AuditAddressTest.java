package dev.vestibule.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.9",
                "203.0.113.0/24",
                "0.0.0.0/0",
                "10.1.2.3/8",
                "::1",
                "2001:db8::/32",
                "::ffff:203.0.113.9",
                "2001:DB8::1/128"
            })
    void parseWhenAnAddressOrANetworkThenIsTaken(String typed) {
        assertThat(AuditAddress.parse(typed)).map(AuditAddress::text).contains(typed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "localhost",
                "1.2.3",
                "256.1.1.1",
                "1.2.3.4/33",
                "::1/129",
                "1.2.3.4/",
                "/8",
                "1.2.3.4/8/8",
                ":",
                ":::",
                "fe80::1%eth0",
                "12345::",
                "1.2.3.4 ",
                "01.2.3.4",
                "a:b",
                "1.2.3.4/999",
                "face"
            })
    void parseWhenAnythingElseThenIsEmpty(String typed) {
        assertThat(AuditAddress.parse(typed)).isEmpty();
    }

    @Test
    void storedTextWhenItHoldsLinesOrWhatCannotBeSeenThenIsOneVisibleLine() {
        assertThat(StoredText.of("a\r\nb\u0000c\u2028d\u202Ee\ud800f"))
                .isEqualTo("a\ufffd\ufffdb\ufffdc\ufffdd\ufffde\ufffdf");
        assertThat(StoredText.of("x".repeat(500))).hasSize(StoredText.MAX_LENGTH);
        assertThat(StoredText.of("Żółw 🐢")).isEqualTo("Żółw 🐢");
    }
}
