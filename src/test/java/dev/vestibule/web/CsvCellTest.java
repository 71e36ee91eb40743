package dev.vestibule.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvCellTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+49 30", "-2", "@SUM(1)", "\tx", "\uff1dcmd", "'=1", "''-1"})
    void writeWhenItBeginsLikeAFormulaThenQuotesItAndReadTakesItBack(String text) {
        assertThat(CsvCell.write(text)).isEqualTo("'" + text);
        assertThat(CsvCell.read(CsvCell.write(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Alice", "'", "''", "'t Hooft", "a=b", "O'Hara"})
    void writeWhenItIsNoFormulaThenLeavesItAndReadDoesToo(String text) {
        assertThat(CsvCell.write(text)).isEqualTo(text);
        assertThat(CsvCell.read(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"=1,=1", "-2,-2", "'=1,=1"})
    void readWhenSomebodyElseWroteItThenTakesItAsItIsMeant(String cell, String text) {
        assertThat(CsvCell.read(cell)).isEqualTo(text);
    }
}
