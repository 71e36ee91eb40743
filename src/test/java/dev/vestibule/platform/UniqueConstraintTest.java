package dev.vestibule.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.springframework.dao.DataIntegrityViolationException;

/** Which failures mean that a value is taken. */
class UniqueConstraintTest {
    private static final UniqueConstraint NAME = new UniqueConstraint("company_name_uq");

    private static Exception failure(String message, PSQLState state) {
        return new DataIntegrityViolationException("no", new RuntimeException(new PSQLException(message, state)));
    }

    @ParameterizedTest
    @CsvSource({
        "ERROR: duplicate key value violates unique constraint \"company_name_uq\",true",
        "FEHLER: doppelter Schlüsselwert verletzt Unique-Constraint »company_name_uq«,true",
        "ОШИБКА: повторяющееся значение ключа нарушает ограничение уникальности \"company_name_uq\",true",
        "ERROR: duplicate key value violates unique constraint \"company_name_uq_2\",false",
        "ERROR: duplicate key value violates unique constraint \"old_company_name_uq\",false",
        "ERROR: duplicate key value violates unique constraint \"company_pk\",false"
    })
    void constraintWhenAKeyIsDoubledThenIsToldByItsName(String message, boolean violated) {
        assertThat(NAME.isViolatedBy(failure(message, PSQLState.UNIQUE_VIOLATION)))
                .isEqualTo(violated);
    }

    @Test
    void constraintWhenAnotherKindOfRuleHasItsNameThenIsNotMeant() {
        var check = failure("violates check constraint \"company_name_uq\"", PSQLState.CHECK_VIOLATION);

        assertThat(NAME.isViolatedBy(check)).isFalse();
        assertThat(NAME.isViolatedBy(new DataIntegrityViolationException("company_name_uq")))
                .isFalse();
    }
}
