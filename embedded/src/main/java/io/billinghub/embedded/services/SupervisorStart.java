package io.billinghub.embedded.services;

import io.billinghub.embedded.folder.BuiltFiles;
import io.billinghub.embedded.folder.DataFolder;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import io.billinghub.embedded.process.Daemon;
import io.billinghub.embedded.process.LogTail;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** Starts a supervisor when none lives. Two that start at once are harmless: the lock lets one of them through. */
final class SupervisorStart {
    /** One that was killed is followed by another; one that cannot run at all fails each time. */
    private static final int ATTEMPTS = 3;

    private final DataFolder data;
    private Process started;
    private int failures;

    SupervisorStart(DataFolder data) {
        this.data = data;
    }

    /**
     * Starts a supervisor unless one lives or the one started before is still on its way to the lock.
     *
     * @throws EmbeddedServicesException if three in a row have failed
     */
    void ensure() throws IOException {
        if (started != null && started.isAlive()) {
            return;
        }
        if (started != null && started.exitValue() != 0 && ++failures == ATTEMPTS) {
            throw new EmbeddedServicesException("The supervisor of the embedded services ended with code "
                    + started.exitValue() + ". The end of " + data.log("supervisor") + ":\n"
                    + LogTail.of(data.log("supervisor"), 12));
        }
        if (isLockFree()) {
            started = launch();
        }
    }

    private boolean isLockFree() throws IOException {
        try (FileChannel channel =
                        FileChannel.open(data.supervisorLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread of this JVM looks at the same instant
        }
    }

    private Process launch() throws IOException {
        BuiltFiles built = BuiltFiles.find();
        BuiltFiles staged = built.stage(data);
        List<String> command = List.of(
                Daemon.java(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-D" + BuiltFiles.HOME_PROPERTY + "=" + staged.home(),
                "-cp",
                staged.classpath(),
                Supervisor.class.getName(),
                data.root().toString(),
                built.keycloak().toString());
        return new Daemon(command, Map.of(), data.services(), data.log("supervisor")).start();
    }
}
