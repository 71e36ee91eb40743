package dev.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.Target;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Cookies that are forged, stolen, truncated or another user's. */
@Tag("attack")
@VestibuleTest
record CookieAttackTest(Browsers browsers, TestAccounts accounts, JdbcClient jdbc, TestClock clock) {
    @ParameterizedTest
    @ValueSource(strings = {"flip the MAC", "cut the MAC", "no MAC", "another id", "empty", "only a dot", "twice"})
    void sessionCookieWhenForgedThenOpensNothing(String how) {
        TestBrowser ann = browsers.open().signIn(accounts.withMfa("ann"));
        TestBrowser other = browsers.open().signIn(accounts.withPassword("other"));
        String cookie = ann.cookies().get("SESSION");
        String id = cookie.substring(0, cookie.indexOf('.'));
        String forged = switch (how) {
            case "flip the MAC" -> cookie.substring(0, cookie.length() - 2) + (cookie.endsWith("AA") ? "BB" : "AA");
            case "cut the MAC" -> cookie.substring(0, cookie.length() - 10);
            case "no MAC" -> id;
            case "another id" -> id + other.cookies().get("SESSION").substring(id.length());
            case "only a dot" -> id + ".";
            case "twice" -> cookie + "." + cookie;
            default -> "";
        };
        TestBrowser thief = browsers.open();
        thief.cookies().put("SESSION", forged);

        Target.assertOutside(thief);
        assertThat(ann.isSignedIn()).isTrue();
    }

    @Test
    void sessionIdWhenReadFromABackupThenOpensNothing(@WithMfa TestAccount ann) {
        browsers.open().signIn(ann);
        String id = jdbc.sql("select encode(id_hash, 'hex') from session where account_id = :id")
                .param("id", ann.id())
                .query(String.class)
                .single();
        TestBrowser thief = browsers.open();
        for (String cookie : List.of(id, id + "." + id, id + ".AAAA")) {
            thief.cookies().put("SESSION", cookie);
            Target.assertOutside(thief);
        }
    }

    @Test
    void deviceCookieWhenWithoutThePasswordThenOpensNothing() {
        TestBrowser owner = Target.trusted(browsers, Target.victim(accounts));
        TestBrowser thief = owner.copy();
        thief.cookies().remove("SESSION");

        Target.assertOutside(thief);
    }

    @Test
    void deviceCookieWhenOfAnotherAccountThenIsNone(@WithMfa TestAccount mallory) {
        TestAccount ann = Target.victim(accounts);
        TestBrowser thief = Target.trusted(browsers, mallory);
        String name = "__Host-trusted_device_";
        String token = thief.cookies().get(name + mallory.id());
        assertThat(token).isNotNull();
        thief.post("/logout");
        thief.cookies().put(name + ann.id(), token);

        assertThat(thief.enterPassword(ann).location()).isEqualTo("/login/code");
        Target.assertOutside(thief);
    }

    @Test
    void deviceCookieWhenGivenWithSecureThenCountsUnderNoOtherName() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser owner = Target.trusted(browsers, ann);
        owner.post("/logout");
        String token = owner.cookies().remove("__Host-trusted_device_" + ann.id());
        owner.cookies().put("trusted_device_" + ann.id(), token);

        assertThat(owner.enterPassword(ann).location()).isEqualTo("/login/code");
    }

    @Test
    void deviceTokenWhenMadeFromTheDatabaseThenIsNone() {
        TestAccount ann = Target.victim(accounts);
        Target.trusted(browsers, ann);
        String hash = jdbc.sql("select encode(token_hash, 'hex') from trusted_device where account_id = :id")
                .param("id", ann.id())
                .query(String.class)
                .single();
        TestBrowser thief = browsers.open();
        thief.cookies().put("__Host-trusted_device_" + ann.id(), hash);

        assertThat(thief.enterPassword(ann).location()).isEqualTo("/login/code");
    }

    @Test
    void deviceCookieWhenCopiedThenTheSecondUseEndsTheDeviceAndTellsWhy() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser owner = Target.trusted(browsers, ann);
        owner.post("/logout");
        TestBrowser thief = owner.copy();
        owner.signIn(ann);
        owner.get("/");
        clock.pass(Duration.ofSeconds(1));

        assertThat(thief.enterPassword(ann).location()).isEqualTo("/login/code");
        assertThat(owner.get("/preferences").location())
                .as("the owner's session rests on it")
                .startsWith("/login");
        assertThat(jdbc.sql("select count(*) from trusted_device where account_id = :id")
                        .param("id", ann.id())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void knownBrowserCookieThenOpensNothing() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser owner = Target.trusted(browsers, ann);
        String known = owner.cookies().get("known_browser");
        TestBrowser thief = browsers.open();
        thief.cookies().put("__Host-trusted_device_" + ann.id(), known);
        thief.cookies().put("SESSION", known);
        thief.cookies().put("known_browser", known);

        Target.assertOutside(thief);
        assertThat(thief.enterPassword(ann).location()).isEqualTo("/login/code");
    }
}
