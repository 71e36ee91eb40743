package dev.vestibule.platform;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often expired rows are deleted.
 *
 * @param interval time from the end of one run of a job to the start of its next, on each node; a second to a day
 */
@Validated
@ConfigurationProperties("vestibule.cleanup")
record CleanupProperties(
        @DefaultValue("PT1H") @DurationMin(seconds = 1) @DurationMax(days = 1)
        Duration interval) {}
