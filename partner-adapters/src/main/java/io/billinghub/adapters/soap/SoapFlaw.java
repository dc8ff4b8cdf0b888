package io.billinghub.adapters.soap;

import java.util.Objects;

/** Why a message is no SOAP that the hub can take; nothing of it was stored. */
public final class SoapFlaw extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The faults of SOAP that a sender can mend. */
    public enum Kind {
        /** The message is not formed as it must be. */
        SENDER,
        /** The envelope is of another version than the content type says, or of none that is spoken. */
        VERSION_MISMATCH,
        /** A header has to be understood and is not. */
        MUST_UNDERSTAND
    }

    private final Kind kind;
    private final String code;
    private final String place;

    /**
     * @param code of a rule that holds for all XML, or {@code SOAP_ENVELOPE}
     * @param place where in the message
     */
    SoapFlaw(Kind kind, String code, String place, String detail) {
        super(detail);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.code = Objects.requireNonNull(code, "code");
        this.place = Objects.requireNonNull(place, "place");
    }

    static SoapFlaw sender(String place, String detail) {
        return new SoapFlaw(Kind.SENDER, "SOAP_ENVELOPE", place, detail);
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public String place() {
        return place;
    }
}
