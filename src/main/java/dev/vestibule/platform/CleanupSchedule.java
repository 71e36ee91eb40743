package dev.vestibule.platform;

import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/** Runs each {@link Cleanup} as a job of its own, so that the failure of one leaves the others alone. */
@Component
@Profile(CliProfile.NOT)
class CleanupSchedule implements SchedulingConfigurer {
    private final List<Cleanup> cleanups;
    private final BatchDelete batches;
    private final CleanupProperties properties;

    CleanupSchedule(List<Cleanup> cleanups, BatchDelete batches, CleanupProperties properties) {
        this.cleanups = cleanups;
        this.batches = batches;
        this.properties = properties;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        Duration interval = properties.interval();
        cleanups.forEach(cleanup ->
                registrar.addFixedDelayTask(new FixedDelayTask(() -> batches.delete(cleanup), interval, interval)));
    }
}
