package dev.vestibule;

import dev.vestibule.cli.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Starts Vestibule: one process, its pages on the main port, its health on the management port. With words among the
 * arguments it runs a command of the operator's instead.
 */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@EnableScheduling
public class VestibuleApplication {
    public static void main(String[] args) {
        if (CommandLineRunner.isMeantBy(args)) {
            System.exit(CommandLineRunner.run(VestibuleApplication.class, args));
        }
        SpringApplication.run(VestibuleApplication.class, args);
    }
}
