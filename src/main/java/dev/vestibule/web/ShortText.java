package dev.vestibule.web;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** A displayed line of text, such as a name: not blank, at most 100 code points, without invisible characters. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Constraint(validatedBy = ShortText.Validator.class)
public @interface ShortText {
    /** In code points, white space at the ends not counted. */
    int MAX_LENGTH = 100;

    String message() default "{refused.name.invalid}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The flaws of a text. */
    enum Flaw {
        BLANK("refused.name.blank"),
        LONG("refused.name.long"),
        INVISIBLE("refused.name.invalid");

        private final String message;

        Flaw(String message) {
            this.message = message;
        }
    }

    /** Reports which of the three flaws the text has. */
    class Validator implements ConstraintValidator<ShortText, String> {
        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            Flaw flaw = flaw(value == null ? "" : value);
            if (flaw == null) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate("{" + flaw.message + "}")
                    .addConstraintViolation();
            return false;
        }

        /** The flaw of a text; null without one. */
        public static @Nullable Flaw flaw(String typed) {
            String text = typed.strip();
            if (text.codePoints().allMatch(Validator::isBlank)) {
                return Flaw.BLANK;
            }
            if (text.codePointCount(0, text.length()) > MAX_LENGTH) {
                return Flaw.LONG;
            }
            return text.codePoints().anyMatch(Validator::isInvisible) ? Flaw.INVISIBLE : null;
        }

        /** {@code strip} does not treat a no-break space as white space, and a name of joiners only is blank too. */
        private static boolean isBlank(int codePoint) {
            return Character.isSpaceChar(codePoint) || Character.getType(codePoint) == Character.FORMAT;
        }

        private static boolean isInvisible(int codePoint) {
            return switch (Character.getType(codePoint)) {
                case Character.CONTROL,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.UNASSIGNED -> true;
                default -> false;
            };
        }
    }
}
