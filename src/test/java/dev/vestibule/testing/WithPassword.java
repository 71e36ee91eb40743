package dev.vestibule.testing;

import dev.vestibule.account.Role;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A new account for a parameter of a test: it signs in with a password alone, and is named as the parameter. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface WithPassword {
    Role value() default Role.USER;
}
