package dev.vestibule.login;

import dev.vestibule.account.Role;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestHashes.Hashes;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long {@code POST /login} takes to refuse, whatever the reason. What must hold is less than 2 % between the medians of
 * an unknown account and a wrong password. It runs when it is asked for by name, best on a machine with nothing else to do:
 *
 * <pre>./mvnw test -Dtest=RefusalBenchmark</pre>
 *
 * <p>The kinds take turns, in another order each time, over loopback. Counts are cleared before each sample and outside of its
 * time, for all kinds alike. {@code -Dsamples=100} makes fewer than 1000 of each.
 */
@VestibuleTest
class RefusalBenchmark {
    private static final int SAMPLES = Integer.getInteger("samples", 1000);
    private static final int WARM_UP = 200;
    private static final String WRONG = "a-wrong-password-of-usual-length";
    private static final String MODEL = "wrong password";

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Hashes hashes;

    private final Map<String, String> logins = new LinkedHashMap<>();
    private final Map<String, List<Long>> times = new LinkedHashMap<>();
    private byte[] waiting = {};

    @Test
    void refusals() {
        hashes.useRealCost(true);
        gather();
        TestBrowser browser = browsers.open();
        String token = browser.token();
        List<String> kinds = new ArrayList<>(logins.keySet());
        Random order = new Random(42);
        for (int i = -Math.min(WARM_UP, SAMPLES); i < SAMPLES; i++) {
            Collections.shuffle(kinds, order);
            for (String kind : kinds) {
                long taken = take(browser, token, kind);
                if (i >= 0) {
                    times.computeIfAbsent(kind, k -> new ArrayList<>()).add(taken);
                }
            }
        }
        print();
    }

    /** As many letters in each login as in the others, so that nothing but the reason differs. */
    private void gather() {
        String ann = accounts.withPassword("timed").login();
        logins.put(MODEL, ann);
        logins.put("unknown account", "u".repeat(ann.length()));
        logins.put("wrong, with MFA", accounts.withMfa("timed").login());
        String disabled = accounts.withPassword("timed").login();
        jdbc.sql("update account set disabled = true where login = :login")
                .param("login", disabled)
                .update();
        logins.put("disabled account", disabled);
        logins.put("no password yet", accounts.invited("timed", Role.USER).login());
        String waits = accounts.withPassword("timed").login();
        logins.put("waiting account", waits);
        logins.put("no login at all", ":".repeat(ann.length()));
        keepWaiting(waits);
    }

    private void keepWaiting(String login) {
        jdbc.sql("delete from throttle").update();
        TestBrowser browser = browsers.open();
        for (int i = 0; i < 10; i++) {
            browser.post("/login", "username", login, "password", WRONG);
        }
        waiting = jdbc.sql(
                        "update throttle set waits_until = '2100-01-01' where waits_until is not null returning login")
                .query(byte[].class)
                .single();
    }

    private long take(TestBrowser browser, String token, String kind) {
        jdbc.sql("delete from throttle where login <> :waiting")
                .param("waiting", waiting)
                .update();
        String form = "username=" + logins.get(kind) + "&password=" + WRONG + "&_csrf=" + token;
        long before = System.nanoTime();
        String location = browser.postRaw("/login", form).location();
        long taken = System.nanoTime() - before;
        if (!"/login?error".equals(location)) {
            throw new AssertionError(kind + " was not refused: " + location);
        }
        return taken;
    }

    private void print() {
        double model = median(MODEL);
        System.out.printf("%n%d refusals of each kind, in milliseconds%n", SAMPLES);
        System.out.printf("%-22s %8s %8s %8s %12s%n", "", "quarter", "median", "quarter", "difference");
        logins.keySet()
                .forEach(kind -> System.out.printf(
                        "%-22s %8.3f %8.3f %8.3f %+10.2f %%%n",
                        kind,
                        quantile(kind, 0.25),
                        median(kind),
                        quantile(kind, 0.75),
                        (median(kind) - model) / model * 100));
    }

    private double median(String kind) {
        return quantile(kind, 0.5);
    }

    private double quantile(String kind, double part) {
        long[] sorted =
                times.get(kind).stream().mapToLong(Long::longValue).sorted().toArray();
        int upper = (int) (sorted.length * part);
        int lower = sorted.length % 2 == 0 && part == 0.5 ? upper - 1 : upper;
        return Arrays.stream(new long[] {sorted[lower], sorted[upper]})
                        .average()
                        .orElseThrow()
                / 1e6;
    }
}
