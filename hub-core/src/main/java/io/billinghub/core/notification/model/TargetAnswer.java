package io.billinghub.core.notification.model;

import java.util.Optional;

/**
 * What came of one call to a listener.
 *
 * @param status HTTP status; empty where no answer came
 * @param error what went wrong; empty where the listener has taken the event
 * @param body the first characters of the answer, at most {@value #MAX_BODY}, for people to look at; never interpreted
 * @param millis how long it took
 */
public record TargetAnswer(Optional<Integer> status, Optional<String> error, String body, long millis) {

    /** Most characters that are kept of an answer. */
    public static final int MAX_BODY = 1024;

    /** Most characters that are kept of an error. */
    public static final int MAX_ERROR = 500;

    public TargetAnswer {
        body = printable(body, MAX_BODY);
        error = error.map(text -> printable(text, MAX_ERROR));
    }

    /** Whether the listener has taken the event: any status from 200 to 299. */
    public boolean taken() {
        return error.isEmpty();
    }

    /** An answer with a status. */
    public static TargetAnswer ofStatus(int status, String body, long millis) {
        Optional<String> error = status >= 200 && status < 300
                ? Optional.empty()
                : Optional.of(
                        status >= 300 && status < 400
                                ? "answered " + status + "; redirections are not followed"
                                : "answered " + status);
        return new TargetAnswer(Optional.of(status), error, body, millis);
    }

    /** No answer. */
    public static TargetAnswer ofFailure(String error, long millis) {
        return new TargetAnswer(Optional.empty(), Optional.of(error), "", millis);
    }

    // PostgreSQL keeps no U+0000, and a log is no place for control characters
    private static String printable(String text, int most) {
        String cut = text.length() > most ? text.substring(0, most) : text;
        return cut.replaceAll("[\\p{Cntrl}\\p{Cs}&&[^\\n\\t]]", "\uFFFD");
    }
}
