package dev.vestibule.migration;

import dev.vestibule.startup.StartException;

/** The database belongs to a later release, whose rules this one would break without noticing. */
class NewerSchemaException extends StartException {
    private static final long serialVersionUID = 1;

    NewerSchemaException(String version) {
        super(
                "The database was migrated by a newer Vestibule, to schema version " + version
                        + ", which this release does not know.",
                "Start that release or a later one, or restore the backup made before the upgrade. Nothing was"
                        + " changed.");
    }
}
