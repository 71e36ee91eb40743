package dev.vestibule;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Vestibule: one process, its pages on the main port, its health on the management port. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class VestibuleApplication {
    public static void main(String[] args) {
        SpringApplication.run(VestibuleApplication.class, args);
    }
}
