package dev.vestibule.web;

/**
 * A cell of a CSV file that a spreadsheet may open. A text that begins like a formula gets a leading apostrophe, so
 * that the spreadsheet displays it and does not calculate it (OWASP, CSV Injection); an import removes the apostrophe.
 */
public final class CsvCell {
    /**
     * The signs, the white space that is skipped before them, and the wide forms that some programs accept for them.
     */
    private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private CsvCell() {}

    /** The cell as it is written. */
    public static String write(String text) {
        return isFormula(text) ? "'" + text : text;
    }

    /** Removes an added apostrophe; any other text stays the same. */
    public static String read(String cell) {
        return cell.startsWith("'") && isFormula(cell) ? cell.substring(1) : cell;
    }

    /**
     * Texts with leading apostrophes before the sign match too: otherwise a typed apostrophe would be taken for an
     * added one.
     */
    private static boolean isFormula(String text) {
        int begin = 0;
        while (begin < text.length() && text.charAt(begin) == '\'') {
            begin++;
        }
        return begin < text.length() && FORMULA.indexOf(text.charAt(begin)) >= 0;
    }
}
