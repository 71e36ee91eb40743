package dev.vestibule.company;

import dev.vestibule.text.FoldedText;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** A company. Its name is the issuer in the QR code, so it has no colon. */
@Entity
public class Company {
    @Id
    @GeneratedValue(strategy = GenerationType.UUID)
    private UUID id;

    private String name;
    private String nameFolded;
    private Instant createdAt;
    private int version;

    @SuppressWarnings("NullAway.Init") // JPA sets the fields.
    protected Company() {}

    @SuppressWarnings("NullAway.Init") // JPA assigns the id when it persists.
    Company(String name, Instant now) {
        take(name);
        this.createdAt = now;
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    /**
     * Rises with each change of the name or the policy, so that of two concurrent editors the second one is rejected.
     */
    public int version() {
        return version;
    }

    void change(String name) {
        take(name);
        version++;
    }

    private void take(String name) {
        this.name = name;
        nameFolded = FoldedText.of(name);
    }
}
