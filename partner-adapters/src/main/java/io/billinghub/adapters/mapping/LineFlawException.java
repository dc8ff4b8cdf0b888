package io.billinghub.adapters.mapping;

/** One value of one line can't be read; the parser makes a flawed line of it and goes on. */
public final class LineFlawException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LineFlawException(String detail) {
        super(detail);
    }
}
