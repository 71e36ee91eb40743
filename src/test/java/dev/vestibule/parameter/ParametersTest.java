package dev.vestibule.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.VestibuleTest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.support.TransactionOperations;

@VestibuleTest
@RecordApplicationEvents
record ParametersTest(Parameters parameters, JdbcClient jdbc, TransactionOperations transaction, SecondNode second) {
    @AfterEach
    void restore() {
        List.of(Parameter.values()).forEach(parameters::reset);
    }

    @Test
    void setWhenValueIsInBoundsThenIsInForceOnEveryNodeAtOnce() {
        Parameters otherNode = second.context().getBean(Parameters.class);
        assertThat(otherNode.current().number(Parameter.CHALLENGE_MINUTES)).isEqualTo(10);

        parameters.set(Parameter.CHALLENGE_MINUTES, 25);
        assertThat(otherNode.current().number(Parameter.CHALLENGE_MINUTES)).isEqualTo(25);
        assertThat(otherNode.current().changed(Parameter.CHALLENGE_MINUTES)).isTrue();

        parameters.reset(Parameter.CHALLENGE_MINUTES);
        assertThat(otherNode.current().number(Parameter.CHALLENGE_MINUTES)).isEqualTo(10);
        assertThat(otherNode.current().changed(Parameter.CHALLENGE_MINUTES)).isFalse();
    }

    @Test
    void asJsonWhenSelectedThenSaysTheSame() {
        assertThat(selected().number(Parameter.SECURE_COOKIE)).isEqualTo(1);

        parameters.set(Parameter.SECURE_COOKIE, 0);
        parameters.set(Parameter.TRUSTED_DEVICE_DAYS, 365);

        assertThat(List.of(Parameter.values()))
                .allSatisfy(parameter -> assertThat(selected().number(parameter))
                        .isEqualTo(parameters.current().number(parameter)));
        assertThat(selected().on(Parameter.SECURE_COOKIE)).isFalse();
        assertThat(selected().number(Parameter.TRUSTED_DEVICE_DAYS)).isEqualTo(365);
    }

    private ParameterValues selected() {
        return ParameterValues.ofJson(jdbc.sql("select " + ParameterValues.AS_JSON)
                .query((row, n) -> Optional.ofNullable(row.getString(1)))
                .single()
                .orElse(null));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 61, Integer.MAX_VALUE})
    void setWhenValueIsOutOfBoundsThenIsRefusedAndNothingChanges(int value) {
        parameters.set(Parameter.CHALLENGE_MINUTES, 7);

        assertThatIllegalArgumentException().isThrownBy(() -> parameters.set(Parameter.CHALLENGE_MINUTES, value));

        assertThat(parameters.current().number(Parameter.CHALLENGE_MINUTES)).isEqualTo(7);
    }

    @Test
    void setWhenChangedThenTellsTheOldAndTheNewValue(ApplicationEvents events) {
        parameters.set(Parameter.CHALLENGE_MINUTES, 25);
        parameters.set(Parameter.CHALLENGE_MINUTES, 30);
        parameters.reset(Parameter.CHALLENGE_MINUTES);

        assertThat(events.stream(ParameterChanged.class))
                .containsExactly(
                        new ParameterChanged(Parameter.CHALLENGE_MINUTES, 10, 25),
                        new ParameterChanged(Parameter.CHALLENGE_MINUTES, 25, 30),
                        new ParameterChanged(Parameter.CHALLENGE_MINUTES, 30, 10));
    }

    @Test
    void setWhenTransactionIsRolledBackThenOldValueStays() {
        transaction.executeWithoutResult(status -> {
            parameters.set(Parameter.CHALLENGE_MINUTES, 25);
            status.setRollbackOnly();
        });

        assertThat(parameters.current().number(Parameter.CHALLENGE_MINUTES)).isEqualTo(10);
    }

    @Test
    void setWhenManySetItAtTheSameTimeThenOneOfTheirValuesIsInForce() throws InterruptedException {
        AtomicInteger value = new AtomicInteger(10);

        List<Integer> set = Race.of(10, () -> {
            int mine = value.incrementAndGet();
            parameters.set(Parameter.CHALLENGE_MINUTES, mine);
            return mine;
        });

        assertThat(set).contains(parameters.current().number(Parameter.CHALLENGE_MINUTES));
        assertThat(jdbc.sql("select count(*) from parameter")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }
}
