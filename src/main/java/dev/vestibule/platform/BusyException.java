package dev.vestibule.platform;

/**
 * More work was asked for than this node does at once. Nothing was decided and nothing counted: the caller may come again
 * in a few seconds, and is told 503.
 */
public final class BusyException extends RuntimeException {
    public BusyException(String message) {
        super(message);
    }
}
