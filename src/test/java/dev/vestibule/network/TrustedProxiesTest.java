package dev.vestibule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vestibule.startup.StartException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Whose word on the visitor counts. */
class TrustedProxiesTest {
    @Test
    void proxiesWhenNoneIsNamedThenNobodyIsTrusted() {
        TrustedProxies none = bind("");

        assertThat(none.trusts("127.0.0.1")).isFalse();
        assertThat(none.trusts("10.0.0.1")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, true",
        "10.0.0.8, false",
        "192.0.2.255, true",
        "192.0.3.0, false",
        "2001:db8::1, true",
        "2001:db9::1, false",
        "127.0.0.1, false",
        "unknown, false"
    })
    void addressWhenWithinOneOfTheNetworksThenTrusted(String address, boolean trusted) {
        assertThat(bind("10.0.0.7/32, 192.0.2.0/24,2001:db8::/32").trusts(address))
                .isEqualTo(trusted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.7",
                "proxy",
                "proxy/32",
                "10.0.0.0/33",
                "10.0.0/8",
                "300.0.0.1/8",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "/8",
                "::1/129",
                "1::2::3/64",
                "10\\..*",
                "10.0.0.0/8;11.0.0.0/8",
                "*"
            })
    void networkWhenItIsNoneThenTheStartSaysSo(String text) {
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> new TrustedProxies(List.of("10.0.0.0/8", text)))
                .withMessage("vestibule.trusted-proxies holds something that is no network: " + text);
    }

    private static TrustedProxies bind(String text) {
        var source = new MapConfigurationPropertySource(java.util.Map.of("vestibule.trusted-proxies", text));
        return new Binder(source).bindOrCreate("vestibule", Bindable.of(TrustedProxies.class));
    }
}
