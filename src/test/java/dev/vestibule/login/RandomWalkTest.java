package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.Target;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A client that knows only the password takes random steps and never gets further. */
@Tag("attack")
@VestibuleTest
record RandomWalkTest(Browsers browsers, TestAccounts accounts, TestClock clock, JdbcClient jdbc) {
    private static final int STEPS = 3_000;

    private static final List<String> GET = List.of(
            "/",
            "/login",
            "/login?proof",
            "/login/code",
            "/login/code?proof",
            "/preferences",
            "/preferences/mfa/disable",
            "/preferences/mfa/enable",
            "/preferences/password",
            "/preferences/authenticators/new",
            "/settings",
            "/settings/users",
            "/settings/audit.csv",
            "/logout",
            "/error",
            "/no-such-page",
            "/set-password/x");

    private static final List<String> POST = List.of(
            "/login/code",
            "/logout",
            "/preferences/profile",
            "/preferences/password",
            "/preferences/mfa/disable",
            "/preferences/mfa/enable",
            "/preferences/authenticators/new",
            "/preferences/authenticators/new/cancel",
            "/preferences/trusted-devices/revoke-all",
            "/preferences/sessions/end-others",
            "/settings/users/new",
            "/settings/parameters/auth_totp.secure_cookie",
            "/set-password/x");

    @Test
    void walkWhenThePasswordIsAllThatIsKnownThenNeverReachesAPageBehindTheCode() {
        long seed = Long.getLong("walk.seed", System.nanoTime());
        System.out.println("random walk, seed " + seed);
        Random random = new Random(seed);
        TestAccount ann = accounts.withMfa("ann", Role.ADMIN);
        TestBrowser walker = browsers.open();
        for (int step = 0; step < STEPS; step++) {
            Page answer = step(walker, ann, random);
            assertThat(answer.status())
                    .as("step %d of seed %d: %s", step, seed, answer)
                    .isLessThan(500);
            assertThat(answer.body())
                    .as("step %d of seed %d", step, seed)
                    .doesNotContain("Change My Preferences", "action=\"/preferences", "href=\"/settings");
        }
        jdbc.sql("delete from throttle").update();
        clock.pass(Duration.ofDays(31));
        assertThat(browsers.open().signIn(ann).get("/settings/users").status())
                .as("and nothing of it was changed")
                .isEqualTo(200);
    }

    private Page step(TestBrowser walker, TestAccount ann, Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> password(walker, ann);
            case 1, 2, 3 -> walker.get(GET.get(random.nextInt(GET.size())));
            case 4 -> {
                // Forgets or keeps a cookie, or waits a while.
                clock.pass(Duration.ofSeconds(random.nextInt(700)));
                walker.cookies().keySet().removeIf(name -> random.nextInt(6) == 0);
                yield walker.get("/login");
            }
            default -> walker.postRaw(POST.get(random.nextInt(POST.size())), form(walker, random));
        };
    }

    private Page password(TestBrowser walker, TestAccount ann) {
        String token = walker.cookies().getOrDefault("csrf", "");
        Page answer = walker.postRaw(
                "/login",
                "username=" + ann.login() + "&password=" + ann.password() + "&_csrf=" + tokenOf(walker, token));
        assertThat(String.valueOf(answer.location())).isNotEqualTo("/");
        return answer;
    }

    private static String form(TestBrowser walker, Random random) {
        String token = random.nextInt(5) == 0 ? "" : tokenOf(walker, "");
        return "_csrf=" + token + "&confirmation_code=" + Target.WRONG_CODE
                + "&remember_device=on&name=x&time_zone=UTC&value=0&login=eve&role=ADMIN"
                + "&current_password=x&new_password=" + Target.NEW_PASSWORD + "&new_password_confirmation="
                + Target.NEW_PASSWORD;
    }

    private static String tokenOf(TestBrowser walker, String otherwise) {
        var token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"")
                .matcher(walker.get("/login").body());
        return token.find() ? token.group(1) : otherwise;
    }
}
