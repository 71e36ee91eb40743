package dev.vestibule.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9, 203.0.113.9",
        "0:0:0:0:0:0:0:1, ::1, ::/64",
        "::, ::, ::/64",
        "2001:0DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1, 2001:db8::/64",
        "2001:db8:0:1::7, 2001:db8:0:1::7, 2001:db8:0:1::/64",
        "::ffff:203.0.113.9, 203.0.113.9, 203.0.113.9",
        "::ffff:cb00:7109, 203.0.113.9, 203.0.113.9",
        "fe80::1%eth0, fe80::1, fe80::/64",
        "fe80::1%25, fe80::1, fe80::/64"
    })
    void addressWhenWrittenThenHasOneForm(String given, String text, String network) {
        IpAddress address = IpAddress.parse(given).orElseThrow();

        assertThat(address.text()).isEqualTo(text);
        assertThat(address.network()).isEqualTo(network);
        assertThat(IpAddress.write(given)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "_hidden",
                "localhost",
                "1.2.3",
                "256.1.1.1",
                "010.1.1.1",
                "1.2.3.4:80",
                "[::1]",
                "::1/64",
                ":",
                ":::",
                "12345::",
                "a:b",
                "::1%",
                "1.2.3.4%eth0",
                "unix:",
                "1.2.3.4 "
            })
    void addressWhenItIsNoneThenIsEmptyAndNobodyIsAskedForIt(String given) {
        assertThat(IpAddress.parse(given)).isEmpty();
        assertThat(IpAddress.write(given)).isEqualTo(given);
    }

    @Test
    void addressWhenVeryLongThenIsNone() {
        assertThat(IpAddress.parse(":".repeat(100_000))).isEmpty();
        assertThat(IpAddress.parse("::1%" + "x".repeat(100_000))).isEmpty();
    }
}
