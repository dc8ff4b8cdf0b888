package io.billinghub.embedded.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One process of this machine, told apart from a later one with the same number by its start instant.
 *
 * @param pid process number
 * @param startedAtMillis start instant in milliseconds since 1970; 0 where the system does not tell it
 */
public record OsProcess(long pid, long startedAtMillis) {
    /** The boot time that start instants are counted from is known to the second only. */
    private static final long TOLERANCE_MILLIS = 2_000;

    public OsProcess {
        if (pid <= 0) {
            throw new IllegalArgumentException("pid must be positive, was " + pid);
        }
    }

    /** The identity of a process that is alive now. */
    public static OsProcess of(ProcessHandle handle) {
        return new OsProcess(handle.pid(), startMillis(handle));
    }

    /** The living processes that were started with exactly this argument among others. */
    public static List<OsProcess> withArgument(String argument) {
        return ProcessHandle.allProcesses()
                .filter(handle -> handle.info().arguments().stream()
                        .flatMap(Arrays::stream)
                        .anyMatch(argument::equals))
                .map(OsProcess::of)
                .filter(OsProcess::isAlive)
                .toList();
    }

    /** The process itself while it lives; empty if it ended, is a zombie, or its number belongs to another process. */
    public Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(this::startedWhenWeKnow)
                .filter(handle -> !isZombie());
    }

    /** Whether exactly this process still runs. */
    public boolean isAlive() {
        return handle().isPresent();
    }

    /**
     * Sends a signal; does nothing if the process has ended.
     *
     * @param name signal name without SIG, for example {@code INT}
     * @throws IOException if no shell can be started
     */
    public void signal(String name) throws IOException {
        if (!isAlive()) {
            return;
        }
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            kill.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits for the end of the process.
     *
     * @return whether it ended in time
     */
    public boolean awaitEnd(Duration atMost) {
        Optional<ProcessHandle> living = handle();
        if (living.isEmpty()) {
            return true;
        }
        CompletableFuture<ProcessHandle> end = living.get().onExit();
        long deadline = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                end.get(100, TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException e) {
                if (!isAlive()) { // an adopted process may stay a zombie, which never completes the future
                    return true;
                }
            } catch (ExecutionException e) {
                return !isAlive();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return !isAlive();
    }

    /** Ends the process at once, without giving it a chance to clean up. */
    public void kill() {
        handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    private boolean startedWhenWeKnow(ProcessHandle handle) {
        long actual = startMillis(handle);
        return actual == 0 || startedAtMillis == 0 || Math.abs(actual - startedAtMillis) <= TOLERANCE_MILLIS;
    }

    private boolean isZombie() {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
            int afterName = line.lastIndexOf(')');
            return afterName > 0 && line.startsWith(" Z", afterName + 1);
        } catch (IOException e) {
            return false; // no /proc here, or the process has just ended, which the next look will show
        }
    }

    private static long startMillis(ProcessHandle handle) {
        return handle.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L);
    }
}
