package dev.vestibule.userimport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.userimport.ImportReport.Flaw;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserImportFileTest {
    private static final String HEADER = "login,name,email,company,role\n";

    private final List<String> lines = new ArrayList<>();
    private final List<String> flaws = new ArrayList<>();

    private void read(byte[] content) {
        new UserImportFile(content)
                .read(
                        (line, cells) -> lines.add(line + " " + String.join("|", cells.values())),
                        flaw -> flaws.add(flaw.line() + " " + flaw.code()));
    }

    private void read(String text) {
        read(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login,name,email,company,role\nann,Ann Ä,a@example.org,C,USER",
                "login,name,email,company,role\r\nann,Ann Ä,a@example.org,C,USER\r\n",
                "login,name,email,company,role\rann,Ann Ä,a@example.org,C,USER\r",
                "\ufefflogin,name,email,company,role\nann,Ann Ä,a@example.org,C,USER\n",
                "login;name;email;company;role\nann;Ann Ä;a@example.org;C;USER\n",
                "login\tname\temail\tcompany\trole\nann\tAnn Ä\ta@example.org\tC\tUSER\n",
                " Login ,NAME,email,company,role\n ann , Ann Ä ,a@example.org, C ,USER\n",
                "\"login\",\"name\",\"email\",\"company\",\"role\"\n\"ann\",\"Ann Ä\",\"a@example.org\",\"C\",\"USER\"\n",
                "role,company,email,name,login\nUSER,C,a@example.org,Ann Ä,ann\n",
                "login,name,email,company,role\nann,Ann Ä,a@example.org,C,USER\n,,,,\n , ,,,\n,,\n",
                "login,name,email,company,role,,\nann,Ann Ä,a@example.org,C,USER,,\n,,,,,,\n",
                "login,name,email,company,role\nann,Ann Ä,a@example.org,C,USER,,,\n"
            })
    void readWhenWrittenAsASpreadsheetMayThenFindsTheSame(String text) {
        read(text);

        assertThat(flaws).isEmpty();
        assertThat(lines).containsExactly("2 ann|Ann Ä|a@example.org|C|USER");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sep=;\nlogin;name;email;company;role\nann;Ann, Ä;a@example.org;C;USER\n",
                "\ufeffSEP=;\r\nlogin;name;email;company;role\r\nann;Ann, Ä;a@example.org;C;USER\r\n;;;;\r\n",
                "\"sep=;\"\rlogin;name;email;company;role\rann;Ann, Ä;a@example.org;C;USER\r",
                "sep=|\nlogin|name|email|company|role\nann|Ann, Ä|a@example.org|C|USER\n",
                "\nlogin;name;email;company;role\nann;Ann, Ä;a@example.org;C;USER\n",
                ";;;;\nlogin;name;email;company;role\nann;Ann, Ä;a@example.org;C;USER\n"
            })
    void readWhenALineStandsBeforeTheHeaderThenIsSkippedAndCounted(String text) {
        read(text);

        assertThat(flaws).isEmpty();
        assertThat(lines).containsExactly("3 ann|Ann, Ä|a@example.org|C|USER");
    }

    @Test
    void readWhenALineIsShortThenTheOtherCellsAreEmpty() {
        read(HEADER + "ann,Ann\nbea\n");

        assertThat(flaws).isEmpty();
        assertThat(lines).containsExactly("2 ann|Ann|||", "3 bea||||");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "x-UTF-16LE-BOM"})
    void readWhenItIsUtf16ThenSaysSo(String charset) {
        read((HEADER + "ann,Ann,,,\n").getBytes(Charset.forName(charset)));

        assertThat(flaws).containsExactly("1 import.flaw.utf16");
        assertThat(lines).isEmpty();
    }

    @Test
    void readWhenACellHasLineBreaksThenCountsLinesAsAnEditorDoes() {
        read(HEADER + "\nann,\"Ann,\nthe \"\"first\"\"\",,,\n\nbea,Bea,,,\n");

        assertThat(lines).containsExactly("3 ann|Ann,\nthe \"first\"|||", "6 bea|Bea|||");
    }

    @Test
    void readWhenALineHasOtherCellsThenSaysWhichAndGoesOn() {
        read(HEADER + "ann,Ann,,,USER,x\nbea,Bea,,,\ncleo,Cleo,,,,,,x\n");

        assertThat(flaws).containsExactly("2 import.flaw.cells", "4 import.flaw.cells");
        assertThat(lines).containsExactly("3 bea|Bea|||");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "ann,Ann,,,",
                "login,name,email,company",
                "login,name,email,company,role,password",
                "login,login,email,company,role",
                "login|name|email|company|role"
            })
    void readWhenTheHeaderIsAnotherThenTakesNothing(String text) {
        read(text);

        assertThat(flaws).containsExactly("1 import.flaw.header");
        assertThat(lines).isEmpty();
    }

    @Test
    void readWhenItIsNotUtf8ThenSaysWhereAndTakesNothing() {
        read((HEADER + "ann,Ann,,,\nbea,Bé,,,\n").getBytes(Charset.forName("windows-1252")));

        assertThat(flaws).containsExactly("3 import.flaw.encoding");
        assertThat(lines).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bea,\"Bea,,,\ncleo,Cleo,,,\n", "bea,\"Bea\" B,,,\n"})
    void readWhenAQuotationMarkIsWrongThenSaysWhere(String rest) {
        read(HEADER + "ann,Ann,,,\n" + rest);

        assertThat(flaws).containsExactly("3 import.flaw.quotes");
    }

    @Test
    void readWhenALineHasNoEndOfCellsThenTakesNoneOfThemApart() {
        String endless = ",".repeat(1_000);
        String quoted = "ann,\"An,\"\"n,\n" + endless + "\",,,\r\n";

        read(HEADER + quoted + "\r" + "bea,B\"ea" + endless + "\n");

        assertThat(flaws).containsExactly("5 import.flaw.cells");
        assertThat(lines).isEmpty();
        flaws.clear();
        read(endless);
        assertThat(flaws).containsExactly("1 import.flaw.header");
        flaws.clear();
        read(HEADER + quoted);
        assertThat(flaws).isEmpty();
        assertThat(lines).hasSize(1);
    }

    @Test
    void otherLinesWhenThereIsTooMuchToTellThenNamesTheLines() {
        ImportReport findings = new ImportReport();
        for (int line = 2; line < 2 + ImportReport.TOLD; line++) {
            findings.add(new Flaw(line, null, "import.flaw.cells"));
        }
        for (int line : new int[] {300, 301, 302, 400, 500, 501}) {
            findings.add(new Flaw(line, null, "import.flaw.cells"));
        }

        assertThat(findings.flaws()).hasSize(ImportReport.TOLD);
        assertThat(findings.otherLines()).isEqualTo("300–302, 400, 500–501");
        assertThat(findings.isSound()).isFalse();
    }
}
