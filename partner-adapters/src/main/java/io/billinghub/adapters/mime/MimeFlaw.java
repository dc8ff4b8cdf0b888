package io.billinghub.adapters.mime;

/** What was sent is not the MIME that it says it is; the message says why. */
public final class MimeFlaw extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MimeFlaw(String detail) {
        super(detail);
    }

    public MimeFlaw(String detail, Throwable cause) {
        super(detail, cause);
    }
}
