package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** An older hash is replaced when its password is next used. */
@VestibuleTest
record PasswordUpgradeTest(
        PasswordAttempts attempts, PasswordAuthenticationProvider provider, TestAccounts accounts, JdbcClient jdbc) {
    @Test
    void authenticateWhenHashIsBcryptThenBecomesArgon2idAndNothingEnds() {
        TestAccount alice = withBcrypt();

        Authentication first = authenticate(alice, alice.password());

        assertThat(first.isAuthenticated()).isTrue();
        assertThat(stored(alice, "password")).startsWith("{argon2id}$argon2id$v=19$");
        assertThat(AccountPrincipal.of(first).credentialVersion()).hasToString(stored(alice, "credential_version"));
        String hash = stored(alice, "password");
        assertThat(authenticate(alice, alice.password()).isAuthenticated()).isTrue();
        assertThat(stored(alice, "password")).as("once is enough").isEqualTo(hash);
    }

    @Test
    void authenticateWhenPasswordIsWrongThenHashStays() {
        TestAccount alice = withBcrypt();
        String before = stored(alice, "password");

        assertThatExceptionOfType(BadCredentialsException.class).isThrownBy(() -> authenticate(alice, "wrong"));

        assertThat(stored(alice, "password")).isEqualTo(before);
    }

    @Test
    void authenticateWhenDoneThenNothingOfThePasswordIsKept(@WithPassword TestAccount alice) {
        Authentication done = authenticate(alice, alice.password());

        assertThat(done.getCredentials()).isNull();
        assertThat(AccountPrincipal.of(done).getPassword()).isNull();
        assertThat(done.toString()).doesNotContain(alice.password(), stored(alice, "password"));
    }

    private Authentication authenticate(TestAccount account, String password) {
        var asked = UsernamePasswordAuthenticationToken.unauthenticated(account.login(), password);
        asked.setDetails(attempts.buildDetails(new MockHttpServletRequest()));
        return provider.authenticate(asked);
    }

    private TestAccount withBcrypt() {
        TestAccount alice = accounts.withPassword("alice");
        jdbc.sql("update account set password = :hash where id = :id")
                .param("hash", "{bcrypt}" + new BCryptPasswordEncoder(4).encode(alice.password()))
                .param("id", alice.id())
                .update();
        return alice;
    }

    private String stored(TestAccount account, String column) {
        return jdbc.sql("select " + column + "::text from account where id = :id")
                .param("id", account.id())
                .query(String.class)
                .single();
    }
}
