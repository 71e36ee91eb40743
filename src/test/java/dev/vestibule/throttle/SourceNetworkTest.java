package dev.vestibule.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:2::, 2001:db8:1:2:0:0:0:0/64",
        "::ffff:203.0.113.9, 203.0.113.9",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:0/64",
        "::1, 0:0:0:0:0:0:0:0/64"
    })
    void networkWhenAddressIsOneThenIsAsCoarseAsACustomer(String address, String network) {
        assertThat(SourceNetwork.of(address).text())
                .startsWith(network.replace("/64", ""))
                .endsWith(network.substring(network.length() - 3));
    }

    @Test
    void networkWhenTwoAddressesShareTheirPrefixThenIsOne() {
        assertThat(SourceNetwork.of("2001:db8::1")).isEqualTo(SourceNetwork.of("2001:db8::ffff:1"));
        assertThat(SourceNetwork.of("2001:db8::1")).isNotEqualTo(SourceNetwork.of("2001:db8:0:1::1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "localhost",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.4.",
                "example.com",
                "::g",
                ":",
                "a:b",
                "1.2.3.4, 5.6.7.8"
            })
    void networkWhenItIsNoAddressThenIsUnknownAndNobodyIsAskedForIt(String word) {
        assertThat(SourceNetwork.of(word).text()).isEqualTo("unknown");
    }
}
