package io.billinghub.api.log;

/** A failure as a log may show it: its class, its frames, its causes, and its messages redacted. */
final class RedactedThrowable extends Throwable {

    private static final long serialVersionUID = 1L;
    private static final int DEPTH = 20;

    private final String title;

    private RedactedThrowable(Throwable original, Throwable cause, int depth) {
        super(Redaction.of(original.getMessage()), cause, true, true);
        this.title = Redaction.of(original.toString());
        setStackTrace(original.getStackTrace());
        for (Throwable suppressed : original.getSuppressed()) {
            if (depth < DEPTH) {
                addSuppressed(copy(suppressed, depth + 1));
            }
        }
    }

    /** The same failure if there is nothing to hide in it; else one that looks like it. */
    static Throwable of(Throwable failure) {
        return failure == null || !hides(failure, 0) ? failure : copy(failure, 0);
    }

    private static Throwable copy(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        return new RedactedThrowable(failure, cause == null || depth >= DEPTH ? null : copy(cause, depth + 1), depth);
    }

    private static boolean hides(Throwable failure, int depth) {
        if (failure == null || depth > DEPTH) {
            return false;
        }
        String shown = failure.toString();
        if (shown != null && !shown.equals(Redaction.of(shown)) || hides(failure.getCause(), depth + 1)) {
            return true;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (hides(suppressed, depth + 1)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return title;
    }
}
