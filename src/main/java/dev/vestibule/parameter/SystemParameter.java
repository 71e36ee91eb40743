package dev.vestibule.parameter;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The value of a parameter that is not at its default. */
@Entity
@Table(name = "parameter")
@SuppressWarnings("NullAway.Init") // JPA sets the fields.
class SystemParameter {
    @Id
    private String key;

    private String value;
}
