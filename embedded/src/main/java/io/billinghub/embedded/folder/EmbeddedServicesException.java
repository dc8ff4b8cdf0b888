package io.billinghub.embedded.folder;

/** The embedded services cannot be started or used; the message says what, where and what to do. */
public final class EmbeddedServicesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message for a person: what failed, where, and what to do */
    public EmbeddedServicesException(String message) {
        super(message);
    }

    /** @param message for a person: what failed, where, and what to do */
    public EmbeddedServicesException(String message, Throwable cause) {
        super(message, cause);
    }
}
