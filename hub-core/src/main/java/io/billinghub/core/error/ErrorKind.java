package io.billinghub.core.error;

/** What sort of refusal it is; each kind has one HTTP status. */
public enum ErrorKind {
    /** The request is not well-formed or breaks a rule that needs no data. */
    INVALID(400),
    /** The caller may not do this. */
    FORBIDDEN(403),
    /** There is no such thing, or the caller may not know of it. */
    NOT_FOUND(404),
    /** The answer can't be given in a form that the caller accepts. */
    NOT_ACCEPTABLE(406),
    /** The thing is in a state that does not allow it, or somebody else was faster. */
    CONFLICT(409),
    /** The thing is no longer what the caller took it for. */
    PRECONDITION(412),
    /** The body is larger than the limit. */
    TOO_LARGE(413),
    /** The media type or format is not supported. */
    UNSUPPORTED(415),
    /** The request is well-formed, but what it says can't be done. */
    UNPROCESSABLE(422),
    /** A change needs a condition that the request does not have. */
    PRECONDITION_REQUIRED(428),
    /** The caller has sent more than its share; try again later. */
    TOO_MANY_REQUESTS(429),
    /** Something the hub needs does not answer; try again later. */
    UNAVAILABLE(503);

    private final int status;

    ErrorKind(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
