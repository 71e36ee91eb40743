package dev.vestibule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vestibule.startup.StartException;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {
    @ParameterizedTest
    @CsvSource({
        "https://login.example.com, https://login.example.com/login",
        "https://login.example.com/, https://login.example.com/login",
        "http://localhost:8080, http://localhost:8080/login",
        "https://[2001:db8::1]:65535/, https://[2001:db8::1]:65535/login"
    })
    void addressWhenItIsOfASiteThenLinksBeginWithIt(URI address, String link) {
        assertThat(new Site(address).absolute("/login")).contains(link);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://login.example.com",
                "login.example.com",
                "//login.example.com",
                "https://login.example.com/path",
                "https://login.example.com?x",
                "https://login.example.com#x",
                "https://user@login.example.com",
                "https://log_in.example.com",
                "https://login.example.com:99999",
                "https://login.example.com:65536/",
                "https://login.example.com:0",
                "https://login.example.com:"
            })
    void addressWhenItIsOfNoSiteThenIsRefused(URI address) {
        assertThatThrownBy(() -> new Site(address))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(address.toString());
    }
}
