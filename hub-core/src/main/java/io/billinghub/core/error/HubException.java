package io.billinghub.core.error;

import java.util.Objects;

/** A refusal on its way to the edge. What a use case expects as an outcome is a sealed result instead. */
public final class HubException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;

    /**
     * @param code the catalogue entry
     * @param detail what is wrong and where, for this occurrence; no secrets, no personal data
     */
    public HubException(ErrorCode code, String detail) {
        this(code, detail, null);
    }

    public HubException(ErrorCode code, String detail, Throwable cause) {
        super(Objects.requireNonNull(detail, "detail"), cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    public ErrorCode code() {
        return code;
    }
}
