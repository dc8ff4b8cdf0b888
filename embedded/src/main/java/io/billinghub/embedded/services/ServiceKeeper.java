package io.billinghub.embedded.services;

import io.billinghub.embedded.folder.EmbeddedServicesException;
import io.billinghub.embedded.folder.Ports;
import io.billinghub.embedded.process.Daemon;
import io.billinghub.embedded.process.LogTail;
import io.billinghub.embedded.process.OsProcess;
import io.billinghub.embedded.process.ServiceProgram;
import io.billinghub.embedded.services.LiveState.ServiceState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/**
 * Keeps one service running. The supervisor calls {@link #ensureRunning} again and again from its only thread; starting
 * happens on a thread of this keeper, whose result is seen through {@link #state}.
 */
final class ServiceKeeper {
    private static final Duration PORT_AT_MOST = Duration.ofSeconds(20);
    private static final Duration START_AT_MOST = Duration.ofSeconds(120);
    private static final Duration STOP_AT_MOST = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 3;

    private final Service service;
    private final ServiceProgram program;
    private final Path log;
    private final Runnable changed;
    private final IntConsumer rememberPort;
    private volatile ServiceState state;
    private volatile Thread starter;
    private volatile boolean restarting;

    /**
     * @param log where the service's output goes, for messages
     * @param rememberedPort port of the last start, 0 if none
     * @param rememberPort told each time another port was chosen
     * @param changed told after each change of {@link #state}
     */
    ServiceKeeper(
            Service service,
            ServiceProgram program,
            Path log,
            int rememberedPort,
            IntConsumer rememberPort,
            Runnable changed) {
        this.service = service;
        this.program = program;
        this.log = log;
        this.rememberPort = rememberPort;
        this.changed = changed;
        this.state = new ServiceState(rememberedPort, null, false, null, 0);
    }

    ServiceState state() {
        return state;
    }

    /** Takes over a process that an earlier supervisor started. One that lives but does not answer is ended. */
    void adopt(ServiceState earlier) {
        if (earlier.process() == null || !earlier.process().isAlive()) {
            return;
        }
        if (program.answers(earlier.port())) {
            state = new ServiceState(earlier.port(), earlier.process(), false, null, 0);
            log("found running as process " + earlier.process().pid());
        } else {
            log("process " + earlier.process().pid() + " does not answer; ending it");
            state = new ServiceState(earlier.port(), earlier.process(), false, null, 0);
            stop();
        }
    }

    /**
     * Begins to start the service if it does not run, is not being started and may be tried.
     *
     * @param newestAttachmentMillis after a failure the next attachment has it tried again at once, else time has
     */
    void ensureRunning(long newestAttachmentMillis) {
        ServiceState now = state;
        Thread running = starter;
        if (now.isUsable() || (running != null && running.isAlive())) {
            return;
        }
        if (now.failure() != null
                && newestAttachmentMillis <= now.failedAtMillis()
                && System.currentTimeMillis() - now.failedAtMillis() < RETRY_AFTER.toMillis()) {
            return;
        }
        if (now.ready()) {
            log("process " + now.process().pid() + " has ended unexpectedly; starting it again");
            restarting = true;
        }
        Thread thread = new Thread(this::start, "start-" + service.key());
        thread.setDaemon(true);
        starter = thread;
        thread.start();
    }

    /** Stops the service in good order; kills it if it does not stop in time. */
    void stop() {
        Thread running = starter;
        if (running != null) {
            running.interrupt();
            join(running);
        }
        OsProcess process = state.process();
        if (process != null) {
            end(process);
        }
        publish(new ServiceState(state.port(), null, false, null, 0));
    }

    private void start() {
        String failure = "interrupted";
        for (int attempt = 1; attempt <= ATTEMPTS && !Thread.currentThread().isInterrupted(); attempt++) {
            try {
                startOnce();
                return;
            } catch (IOException | EmbeddedServicesException e) {
                failure = e.getMessage();
                log("attempt " + attempt + " failed: " + failure);
            } catch (InterruptedException e) {
                return;
            }
        }
        publish(new ServiceState(state.port(), null, false, failure, System.currentTimeMillis()));
    }

    private void startOnce() throws IOException, InterruptedException {
        OsProcess living = state.process();
        if (living == null || !living.isAlive()) {
            launch();
        }
        int port = state.port();
        OsProcess process = state.process();
        long begin = System.nanoTime();
        while (!program.answers(port)) {
            if (!process.isAlive()) {
                throw new IOException(service.title() + " ended while it was starting. The end of " + log + ":\n"
                        + LogTail.of(log, 12));
            }
            if (System.nanoTime() - begin > START_AT_MOST.toNanos()) {
                end(process);
                throw new IOException(service.title() + " did not answer on port " + port + " within "
                        + START_AT_MOST.toSeconds() + " s; see " + log);
            }
            Thread.sleep(50);
        }
        program.afterStart(port);
        publish(new ServiceState(port, process, true, null, 0));
        log("ready on port " + port + " after " + (System.nanoTime() - begin) / 1_000_000 + " ms");
    }

    private void launch() throws IOException, InterruptedException {
        for (OsProcess forgotten : OsProcess.withArgument(program.marker())) {
            log("process " + forgotten.pid() + " was left without a record; ending it");
            end(forgotten);
        }
        if (restarting) {
            awaitPort(state.port());
        }
        OptionalInt configured = Ports.configured(service.portVariable(), System.getenv());
        int port = Ports.choose(service.portVariable(), configured, state.port());
        if (port != state.port()) {
            rememberPort.accept(port);
        }
        Daemon daemon = program.prepare(port);
        OsProcess process = OsProcess.of(daemon.start().toHandle());
        publish(new ServiceState(port, process, false, null, 0));
    }

    /** Who uses the service knows this port: after a kill it is given up only if it stays taken. */
    private static void awaitPort(int port) throws InterruptedException {
        long begin = System.nanoTime();
        while (!Ports.isFree(port) && System.nanoTime() - begin < PORT_AT_MOST.toNanos()) {
            Thread.sleep(50);
        }
    }

    private void end(OsProcess process) {
        try {
            process.signal(program.stopSignal());
        } catch (IOException e) {
            log("cannot signal process " + process.pid() + ": " + e.getMessage());
        }
        if (!process.awaitEnd(STOP_AT_MOST)) {
            log("process " + process.pid() + " did not stop within " + STOP_AT_MOST.toSeconds() + " s; killed");
            process.kill();
            process.awaitEnd(Duration.ofSeconds(5));
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(ServiceState next) {
        state = next;
        changed.run();
    }

    private void log(String message) {
        Supervisor.log(service.title() + ": " + message);
    }

    /** The state to write down; empty while nothing was ever started. */
    Optional<ServiceState> written() {
        ServiceState now = state;
        return now.process() == null && now.failure() == null ? Optional.empty() : Optional.of(now);
    }
}
