package io.billinghub.api.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process does. */
public final class Patience {

    /** Short beside what is waited for, long beside a question: there are two cores for all. */
    private static final long PAUSE_NANOS = 10_000_000;

    private Patience() {}

    /** What is asked again and again. */
    public interface Question {
        boolean answer() throws Exception;
    }

    /**
     * Asks again and again until the answer is yes.
     *
     * @throws IllegalStateException if it is not within the time
     */
    public static void until(String what, Duration atMost, Question question) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (!question.answer()) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("waited " + atMost.toSeconds() + " s in vain until " + what);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("could not find out whether " + what, e);
        }
    }
}
