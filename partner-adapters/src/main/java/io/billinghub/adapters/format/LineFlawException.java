package io.billinghub.adapters.format;

/** One value of one line can't be read; the parser makes a flawed line of it and goes on. */
final class LineFlawException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LineFlawException(String detail) {
        super(detail);
    }
}
