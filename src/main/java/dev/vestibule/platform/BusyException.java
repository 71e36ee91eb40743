package dev.vestibule.platform;

/**
 * This node has more concurrent work than it accepts. Nothing was decided and nothing counted: the client gets 503 and
 * may try again in a few seconds.
 */
public final class BusyException extends RuntimeException {
    public BusyException(String message) {
        super(message);
    }
}
