package dev.vestibule.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.web.Times.Part;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;

class TimesTest {
    private static final Instant NOW = Instant.parse("2026-12-14T23:32:04.567Z");
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    private final Times times = times();

    private static Times times() {
        var messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        return new Times(messages, Clock.fixed(NOW, ZoneId.of("UTC")));
    }

    @Test
    void waitWhenMarkedThenSaysHowLongAndUntilWhenWithTheZone() {
        String wait = times.markedWait(NOW.plusSeconds(30), VIENNA);

        assertThat(times.parts("Try again " + wait + "."))
                .containsExactly(
                        new Part("Try again ", null, null),
                        new Part("in 30 seconds", "2026-12-14T23:32:34Z", "30"),
                        new Part(" (00:32:34 CET).", null, null));
    }

    @Test
    void timeWhenMarkedThenIsExactAndHasNoFractionForMachines() {
        assertThat(times.parts(times.markedExact(NOW, VIENNA)))
                .contains(new Part("15 Dec 2026, 00:32:04 CET", "2026-12-14T23:32:04Z", null));
        assertThat(times.parts(times.markedClock(VIENNA)))
                .contains(new Part("00:32:04 CET", "2026-12-14T23:32:04Z", null));
    }

    @ParameterizedTest
    @CsvSource({"1, in 1 second", "119, in 119 seconds", "121, in 3 minutes", "7200, in 2 hours", "0, in 1 second"})
    void waitWhenToldThenIsRoundedUp(long seconds, String text) {
        assertThat(times.wait(NOW.plusSeconds(seconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no time", "\uE000 half a mark", "\uE003\uE000\uE001"})
    void partsWhenNothingIsMarkedThenAreTheTextAsItIs(String text) {
        assertThat(times.parts(text)).containsExactly(new Part(text, null, null));
    }
}
