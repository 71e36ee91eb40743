package dev.vestibule;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts Vestibule: one process, its pages on the main port, its health on the management port. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@EnableScheduling
public class VestibuleApplication {
    public static void main(String[] args) {
        SpringApplication.run(VestibuleApplication.class, args);
    }
}
