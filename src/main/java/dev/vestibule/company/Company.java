package dev.vestibule.company;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** A company; its name is the issuer in the QR code, so it has no colon. */
@Entity
public class Company {
    @Id
    @GeneratedValue(strategy = GenerationType.UUID)
    private UUID id;

    private String name;
    private Instant createdAt;
    private int version;

    @SuppressWarnings("NullAway.Init") // JPA fills what it reads.
    protected Company() {}

    @SuppressWarnings("NullAway.Init") // JPA assigns the id when it persists.
    Company(String name, Instant now) {
        this.name = name;
        this.createdAt = now;
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    void rename(String name) {
        this.name = name;
        version++;
    }
}
