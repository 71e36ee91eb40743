package dev.vestibule.settings.company;

import dev.vestibule.policy.MfaStatus.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The number of accounts with each MFA status, as one bar in parts. Lengths are in the image's own units. */
record MfaStatusChart(List<Bar> bars, int width, int height) {
    private static final int WIDTH = 600;
    private static final int HEIGHT = 24;

    /** @param state its code */
    public record Bar(String state, long x, long width) {}

    static MfaStatusChart of(Map<State, Long> counts) {
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        List<Bar> bars = new ArrayList<>();
        long before = 0;
        for (var count : counts.entrySet()) {
            long x = all == 0 ? 0 : before * WIDTH / all;
            before += count.getValue();
            long end = all == 0 ? 0 : before * WIDTH / all;
            // A number above zero is always visible.
            long width = count.getValue() == 0 ? 0 : Math.max(2, end - x);
            bars.add(new Bar(count.getKey().name().toLowerCase(Locale.ROOT), x, width));
        }
        return new MfaStatusChart(bars, WIDTH, HEIGHT);
    }
}
