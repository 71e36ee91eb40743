package dev.vestibule.company;

/** Another company has this name, in whatever case. */
public class CompanyNameTakenException extends RuntimeException {
    CompanyNameTakenException(Throwable cause) {
        super("the name of the company is taken", cause);
    }
}
