package dev.vestibule.company;

/** Another company has this name, or one that differs only in case, width or composition. */
public class CompanyNameTakenException extends RuntimeException {
    CompanyNameTakenException(Throwable cause) {
        super("the name of the company is taken", cause);
    }
}
