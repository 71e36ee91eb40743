package dev.vestibule.web;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** An e-mail address that may be empty; at most 254 characters, the limit of mail (RFC 5321, 4.5.3.1.3). */
@Email
@Size(max = OptionalEmail.MAX_LENGTH)
@ReportAsSingleViolation
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Constraint(validatedBy = {})
public @interface OptionalEmail {
    int MAX_LENGTH = 254;

    String message() default "{refused.email.invalid}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Converts a form's empty field to null. */
    final class Text {
        private Text() {}

        public static @Nullable String of(@Nullable String typed) {
            return typed == null || typed.isBlank() ? null : typed.strip();
        }
    }
}
