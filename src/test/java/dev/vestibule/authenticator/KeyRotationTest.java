package dev.vestibule.authenticator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup;
import dev.vestibule.testing.VestibuleTest;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How an operator replaces a key: a new one in front, and the old one away once nothing needs it. */
@VestibuleTest
record KeyRotationTest(Environment environment, TestAccounts accounts, TestClock clock, JdbcClient jdbc) {
    private static final String NEW_KEY = "k2:ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    @Test
    void keyWhenReplacedThenSecretsMoveAndTheOldOneCanGo() {
        // What other tests left behind would still need the first key.
        jdbc.sql("delete from authenticator").update();
        jdbc.sql("delete from pending_authenticator").update();
        TestAccount bob = accounts.withMfa("bob");

        assertThatThrownBy(() -> SecondNode.start(environment, clock, NEW_KEY))
                .rootCause()
                .hasMessageContaining("The encryption key k1 is missing");

        try (SecondNode node = SecondNode.start(environment, clock, NEW_KEY + "," + TestSetup.KEYS)) {
            node.open().signIn(bob);
        }
        assertThat(keyOf(bob)).isEqualTo("k2");

        clock.passWindow();
        try (SecondNode node = SecondNode.start(environment, clock, NEW_KEY)) {
            assertThat(node.open().signIn(bob).isSignedIn()).isTrue();
        }
        jdbc.sql("delete from authenticator").update();
    }

    private String keyOf(TestAccount account) {
        return jdbc.sql("select key_id from authenticator where account_id = :account")
                .param("account", account.id())
                .query(String.class)
                .single();
    }
}
