package dev.vestibule.web;

/**
 * A cell of a CSV file that a spreadsheet may open. What begins like a formula gets an apostrophe before it, so that it is
 * shown and not calculated (OWASP, CSV Injection); what comes back from there loses it again.
 */
public final class CsvCell {
    /** The signs, the white space that is skipped before them, and the wide forms that some programs take for them. */
    private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private CsvCell() {}

    /** As it is written. */
    public static String write(String text) {
        return isFormula(text) ? "'" + text : text;
    }

    /** What was written so; any other text is as it is. */
    public static String read(String cell) {
        return cell.startsWith("'") && isFormula(cell) ? cell.substring(1) : cell;
    }

    /** With apostrophes before it, too: else one that somebody typed could not be told from one of ours. */
    private static boolean isFormula(String text) {
        int begin = 0;
        while (begin < text.length() && text.charAt(begin) == '\'') {
            begin++;
        }
        return begin < text.length() && FORMULA.indexOf(text.charAt(begin)) >= 0;
    }
}
