package dev.vestibule.principal;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.security.core.annotation.CurrentSecurityContext;

/**
 * Injects the id of the session's sign-in ({@link dev.vestibule.session.SignInDetails#signIn}) into a controller's
 * parameter.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@CurrentSecurityContext(expression = "authentication.details.signIn()")
public @interface SignInId {}
