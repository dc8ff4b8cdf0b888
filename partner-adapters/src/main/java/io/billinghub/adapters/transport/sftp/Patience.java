package io.billinghub.adapters.transport.sftp;

import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends a session whose server does not answer in time. The client's own time-out is about the connection, which a server may keep
 * alive while it reads no file.
 */
final class Patience {

    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "sftp-patience");
        thread.setDaemon(true);
        return thread;
    });

    private final Session session;
    private final int millis;

    Patience(Session session, int millis) {
        this.session = session;
        this.millis = millis;
    }

    /** Something that the server has to answer. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws SftpException, IOException;
    }

    <T> T with(String what, Question<T> question) throws IOException {
        Future<?> end = CLOCK.schedule(session::disconnect, millis, TimeUnit.MILLISECONDS);
        try {
            return question.ask();
        } catch (SftpException e) {
            throw new IOException(what + ": " + e.getMessage(), e);
        } finally {
            end.cancel(false);
        }
    }
}
