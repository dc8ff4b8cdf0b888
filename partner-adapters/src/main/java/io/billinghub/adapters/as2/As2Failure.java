package io.billinghub.adapters.as2;

import java.util.Objects;

/** Why a message is not taken, as its receipt says it; nothing of the message was stored. */
final class As2Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String disposition;

    /** @param disposition such as {@code processed/error: decryption-failed} (RFC 4130, 7.4) */
    As2Failure(String disposition, String detail) {
        this(disposition, detail, null);
    }

    As2Failure(String disposition, String detail, Throwable cause) {
        super(Objects.requireNonNull(detail, "detail"), cause);
        this.disposition = Objects.requireNonNull(disposition, "disposition");
    }

    static As2Failure error(String modifier, String detail, Throwable cause) {
        return new As2Failure("processed/error: " + modifier, detail, cause);
    }

    String disposition() {
        return disposition;
    }
}
