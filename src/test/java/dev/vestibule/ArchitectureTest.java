package dev.vestibule;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The house obeys its rules, and each rule is seen to catch who does not. */
class ArchitectureTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.vestibule");

    static Stream<ArchRule> rules() {
        return Stream.of(
                Architecture.TIME_COMES_FROM_THE_CLOCK,
                Architecture.RANDOMNESS_COMES_FROM_ONE_SOURCE,
                Architecture.TEXT_NAMES_ITS_LOCALE,
                Architecture.CONTROLLERS_ARE_PACKAGE_PRIVATE,
                Architecture.PUBLIC_HAS_A_CALLER,
                Architecture.NAMES_SAY_WHAT_THINGS_ARE,
                Architecture.NOTHING_IS_INJECTED_INTO_FIELDS);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void houseWhenMeasuredByARuleThenObeys(ArchRule rule) {
        rule.check(HOUSE);
    }

    static Stream<Arguments> offences() {
        return Stream.of(
                Arguments.of(Architecture.TIME_COMES_FROM_THE_CLOCK, Offences.Now.class),
                Arguments.of(Architecture.TIME_COMES_FROM_THE_CLOCK, Offences.Today.class),
                Arguments.of(Architecture.TIME_COMES_FROM_THE_CLOCK, Offences.NowByReference.class),
                Arguments.of(Architecture.TIME_COMES_FROM_THE_CLOCK, Offences.Milliseconds.class),
                Arguments.of(Architecture.TIME_COMES_FROM_THE_CLOCK, Offences.OldDate.class),
                Arguments.of(Architecture.TIME_COMES_FROM_THE_CLOCK, Offences.ClockOfItsOwn.class),
                Arguments.of(Architecture.RANDOMNESS_COMES_FROM_ONE_SOURCE, Offences.Dice.class),
                Arguments.of(Architecture.RANDOMNESS_COMES_FROM_ONE_SOURCE, Offences.MathDice.class),
                Arguments.of(Architecture.RANDOMNESS_COMES_FROM_ONE_SOURCE, Offences.ThreadDice.class),
                Arguments.of(Architecture.RANDOMNESS_COMES_FROM_ONE_SOURCE, Offences.SecureDice.class),
                Arguments.of(Architecture.RANDOMNESS_COMES_FROM_ONE_SOURCE, Offences.DiceByReference.class),
                Arguments.of(Architecture.TEXT_NAMES_ITS_LOCALE, Offences.Formatted.class),
                Arguments.of(Architecture.TEXT_NAMES_ITS_LOCALE, Offences.Format.class),
                Arguments.of(Architecture.TEXT_NAMES_ITS_LOCALE, Offences.LowerCaseByReference.class),
                Arguments.of(Architecture.TEXT_NAMES_ITS_LOCALE, Offences.Pattern.class),
                Arguments.of(Architecture.CONTROLLERS_ARE_PACKAGE_PRIVATE, Offences.PublicPage.class),
                Arguments.of(Architecture.PUBLIC_HAS_A_CALLER, ArchitectureLonely.class),
                Arguments.of(Architecture.NAMES_SAY_WHAT_THINGS_ARE, Offences.StringUtil.class),
                Arguments.of(Architecture.NAMES_SAY_WHAT_THINGS_ARE, Offences.LoginServiceImpl.class),
                Arguments.of(Architecture.NOTHING_IS_INJECTED_INTO_FIELDS, Offences.FieldInjection.class));
    }

    @ParameterizedTest
    @MethodSource("offences")
    void ruleWhenBrokenThenSaysSo(ArchRule rule, Class<?> offender) {
        assertThat(rule.evaluate(new ClassFileImporter().importClasses(offender))
                        .hasViolation())
                .isTrue();
    }

    @Test
    void ruleWhenTimeComesFromAClockThenIsContent() {
        var classes = new ClassFileImporter().importClasses(Offences.NoOffence.class);

        assertThat(Architecture.TIME_COMES_FROM_THE_CLOCK.evaluate(classes).hasViolation())
                .isFalse();
    }
}
