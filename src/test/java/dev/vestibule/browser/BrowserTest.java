package dev.vestibule.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Its tests take {@link Visitors}, each with a Chromium window of their own. Where there is no Chromium they are skipped,
 * one by one; where a page complains to the console or asks another host for anything, the test fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ChromiumExtension.class)
@Tag("integration")
@interface BrowserTest {}
