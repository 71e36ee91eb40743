package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "Can I lose this phone?" */
class WaysInTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0,  0, false, no_app",
        "0, 10, 1, false, no_app_and_codes",
        "1, 0,  1, false, one_app",
        "1, 1,  2, true,  one_app_and_codes",
        "1, 10, 2, true,  one_app_and_codes",
        "2, 0,  2, true,  apps",
        "5, 0,  5, true,  apps",
        "2, 3,  3, true,  apps_and_codes",
        "5, 10, 6, true,  apps_and_codes"
    })
    void waysWhenCountedThenEachAppIsOneAndTheCodesAreOneTogether(
            int apps, int codes, int count, boolean spare, String code) {
        WaysIn ways = new WaysIn(apps, codes);

        assertThat(ways.count()).isEqualTo(count);
        assertThat(ways.oneToSpare()).isEqualTo(spare);
        assertThat(ways.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"2, 0, false", "2, 1, true", "3, 0, true", "1, 5, false", "0, 0, false"})
    void waysWhenAnAppGoesThenOneIsLeftToSpareOrNot(int apps, int codes, boolean spare) {
        assertThat(new WaysIn(apps, codes).withoutAnApp().oneToSpare()).isEqualTo(spare);
    }
}
