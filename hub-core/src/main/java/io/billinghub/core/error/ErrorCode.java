package io.billinghub.core.error;

/** An entry of an error catalogue: stable for clients to build upon. Implemented by one enum per module. */
public interface ErrorCode {

    /** Stable, upper-case with underscores; the enum's own name. */
    String name();

    /** What the catalogue says of it. */
    ErrorEntry entry();

    default ErrorKind kind() {
        return entry().kind();
    }

    /** A short title without details, the same for each occurrence. */
    default String title() {
        return entry().title();
    }

    /** What the caller can do about it. */
    default String whatToDo() {
        return entry().whatToDo();
    }

    /** Whether the same request may succeed later without a change. */
    default boolean retryable() {
        return kind() == ErrorKind.UNAVAILABLE || kind() == ErrorKind.TOO_MANY_REQUESTS;
    }
}
