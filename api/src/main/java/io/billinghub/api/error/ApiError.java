package io.billinghub.api.error;

import io.billinghub.core.error.ErrorCode;
import io.billinghub.core.error.ErrorEntry;
import io.billinghub.core.error.ErrorKind;

/** The error catalogue of the REST edge. */
public enum ApiError implements ErrorCode {
    TOKEN_WITHOUT_TENANT(
            ErrorKind.FORBIDDEN, "The token names no tenant", "Ask an administrator to give the login a tenant."),
    TOKEN_WITHOUT_PARTNER(
            ErrorKind.FORBIDDEN,
            "The token names no partner of the tenant",
            "Ask an administrator to give the login a partner that the tenant has."),
    TOKEN_WITHOUT_ACCOUNT(
            ErrorKind.FORBIDDEN,
            "The token names no billing account of the tenant",
            "Ask an administrator to give the login a billing account that the tenant has."),
    OTHER_PARTNER(
            ErrorKind.FORBIDDEN,
            "The login belongs to another partner",
            "Use the path of the partner that the token names."),
    FOREIGN_FORM(
            ErrorKind.FORBIDDEN,
            "The form is not of a page of this session",
            "Open the page again and send the form from there."),
    INVALID_FORM(ErrorKind.INVALID, "A field of the form is not valid", "Correct the field and send the form again."),
    FORBIDDEN(ErrorKind.FORBIDDEN, "The login lacks the role for this", "Use a login with a role that may do this."),
    UNKNOWN_PATH(ErrorKind.NOT_FOUND, "There is nothing at this path", "See /q/openapi for the paths that there are."),
    INVALID_PARAMETER(
            ErrorKind.INVALID, "A query parameter is not valid", "Correct the parameter that the detail names."),
    INVALID_BODY(
            ErrorKind.INVALID, "The body is not valid", "Correct the place that the detail names and send it again."),
    BODY_TOO_LARGE(ErrorKind.TOO_LARGE, "The body is too large", "Send it in several smaller parts."),
    NOT_ACCEPTABLE(ErrorKind.NOT_ACCEPTABLE, "The answer has no such form", "Accept a type that /q/openapi lists."),
    UNSUPPORTED_MEDIA_TYPE(
            ErrorKind.UNSUPPORTED, "The media type is not supported", "Send a Content-Type that /q/openapi lists."),
    TOO_MANY_REQUESTS(
            ErrorKind.TOO_MANY_REQUESTS,
            "Too many requests",
            "Wait as many seconds as Retry-After says, then send the same request again."),
    IF_MATCH_REQUIRED(
            ErrorKind.PRECONDITION_REQUIRED,
            "A change needs If-Match",
            "Read it first and send the answer's ETag as If-Match, so that nobody's change is overwritten unseen."),
    IDEMPOTENCY_KEY_REUSED(
            ErrorKind.UNPROCESSABLE,
            "The Idempotency-Key was used for another request",
            "Use a new key for a new request, or repeat the first one unchanged."),
    UNKNOWN_REFERENCE(
            ErrorKind.UNPROCESSABLE,
            "A reference leads nowhere",
            "Name something that the tenant has, by its id; create it first if need be."),
    UNSUPPORTED_VALUE(
            ErrorKind.UNPROCESSABLE,
            "The hub can't do what a value asks for",
            "Use one of the values that the detail names."),
    NOT_DERIVABLE(
            ErrorKind.UNPROCESSABLE,
            "A value is neither given nor follows from others",
            "Give it, at the place that the detail names."),
    MISSING_REFERENCE(
            ErrorKind.UNPROCESSABLE,
            "A reference that the hub needs is missing",
            "Name what the detail asks for, by its id; the specification leaves it open, billing does not."),
    NOT_BILLABLE(
            ErrorKind.UNPROCESSABLE,
            "The hub can't bill this price",
            "Say the price in a way that the hub bills, or leave it out; the detail says what stands against it."),
    NOT_FOR_SALE(
            ErrorKind.UNPROCESSABLE,
            "The product offering is not for sale",
            "Choose an offering that is not retired, obsolete or rejected."),
    PRICE_TAKEN(
            ErrorKind.CONFLICT, "The price belongs to another offering", "Create a price of its own for the offering."),
    ALREADY_THERE(
            ErrorKind.CONFLICT, "There is one with the same key", "Change the one that is there, or use another key."),
    IN_USE(ErrorKind.CONFLICT, "It is in use", "Delete what refers to it first; what was billed is never deleted."),
    STATE_CHANGE(
            ErrorKind.CONFLICT,
            "The state does not allow this",
            "Look at the state that the resource has now, and at those that the detail names."),
    PRECONDITION_FAILED(
            ErrorKind.PRECONDITION,
            "The resource has changed since it was read",
            "Read it again, look at what has changed, and send the change with its new ETag."),
    DOCUMENT_REFUSED(
            ErrorKind.UNPROCESSABLE,
            "The document was refused",
            "Correct what the findings name and send the document again; the refused one is kept under its id."),
    NO_E_INVOICE(
            ErrorKind.UNPROCESSABLE,
            "The tax invoice can't be written as an e-invoice",
            "Complete what the detail names; a number is given when the run is approved."),
    NO_API_HERE(
            ErrorKind.UNAVAILABLE,
            "This process does not serve the API",
            "Ask a process with the role api; an operator sets the roles of a process in hub.roles."),
    DATABASE_UNAVAILABLE(
            ErrorKind.UNAVAILABLE, "The database does not answer", "Send the same request again in a while.");

    private final ErrorEntry entry;

    ApiError(ErrorKind kind, String title, String whatToDo) {
        this.entry = new ErrorEntry(kind, title, whatToDo);
    }

    @Override
    public ErrorEntry entry() {
        return entry;
    }
}
