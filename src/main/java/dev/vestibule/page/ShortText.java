package dev.vestibule.page;

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

/** A line that people read, such as a name: not blank, at most 100 code points, nothing invisible in it. */
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

    /** Says which of the three it is. */
    class Validator implements ConstraintValidator<ShortText, String> {
        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            String flaw = flaw(value == null ? "" : value.strip());
            if (flaw == null) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate("{" + flaw + "}").addConstraintViolation();
            return false;
        }

        private static @Nullable String flaw(String text) {
            if (text.codePoints().allMatch(Validator::isBlank)) {
                return "refused.name.blank";
            }
            if (text.codePointCount(0, text.length()) > MAX_LENGTH) {
                return "refused.name.long";
            }
            return text.codePoints().anyMatch(Validator::isInvisible) ? "refused.name.invalid" : null;
        }

        /** A no-break space is no white space to {@code strip}, and a name of joiners alone is none either. */
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
