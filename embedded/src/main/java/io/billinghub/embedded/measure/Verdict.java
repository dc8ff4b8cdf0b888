package io.billinghub.embedded.measure;

/** What became of a delivery, seen from the customer's bill. */
enum Verdict {
    /** Not billed as it came: refused, known from before, or what is wrong with it waits for a person. */
    HELD,
    /** Billed, and a person is told. */
    WARNED,
    /** Billed, and nobody knows. */
    PASSED
}
