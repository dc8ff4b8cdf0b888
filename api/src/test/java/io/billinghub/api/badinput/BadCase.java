package io.billinghub.api.badinput;

/**
 * One bad input and its answer.
 *
 * @param input in words
 * @param code rule code of the first finding
 * @param place how the place of the first finding begins
 * @param stored status of the document
 */
record BadCase(String input, String adapter, byte[] content, int status, String code, String place, String stored) {

    /** A document of which nothing can be used. */
    static BadCase refused(String input, String adapter, byte[] content, String code, String place) {
        return new BadCase(input, adapter, content, 422, code, place, "REFUSED");
    }

    /** A document of which nothing is billed before somebody has looked at it. */
    static BadCase quarantined(String input, String adapter, byte[] content, String code, String place) {
        return new BadCase(input, adapter, content, 201, code, place, "QUARANTINED");
    }

    /** A document with good lines beside the bad one. */
    static BadCase partlyAccepted(String input, String adapter, byte[] content, String code, String place) {
        return new BadCase(input, adapter, content, 201, code, place, "PARTLY_ACCEPTED");
    }

    @Override
    public String toString() {
        return "%-52s %s  %s at %s, %s".formatted(input, status, code, place, stored);
    }
}
