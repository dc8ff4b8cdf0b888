package io.billinghub.embedded.services;

import io.billinghub.embedded.folder.BuiltFiles;
import io.billinghub.embedded.folder.DataFolder;
import io.billinghub.embedded.folder.PrivateFiles;
import io.billinghub.embedded.folder.Settings;
import io.billinghub.embedded.kafka.KafkaProgram;
import io.billinghub.embedded.keycloak.KeycloakProgram;
import io.billinghub.embedded.postgres.PostgresProgram;
import io.billinghub.embedded.postgres.PostgresRole;
import io.billinghub.embedded.process.OsProcess;
import io.billinghub.embedded.process.ServiceProgram;
import io.billinghub.embedded.services.LiveState.ServiceState;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The supervisor process. Its main thread is the only one that decides; keepers start services on threads of their own.
 * It ends by itself when nobody is attached, or on SIGTERM, and stops the services in both cases; after kill -9 the
 * services live on and the next supervisor finds them through {@code services.json}.
 */
public final class Supervisor {
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final DataFolder data;
    private final BuiltFiles files;
    private final Attachments attachments;
    private final Map<Service, ServiceKeeper> keepers = new EnumMap<>(Service.class);
    private final OsProcess self = OsProcess.of(ProcessHandle.current());
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean asked;
    private boolean stopping;
    private Settings settings;

    private Supervisor(DataFolder data, BuiltFiles files, Settings settings, Path keycloak) {
        this.data = data;
        this.files = files;
        this.settings = settings;
        this.attachments = new Attachments(data);
        keep(Service.POSTGRES, new PostgresProgram(data, settings));
        keep(Service.KAFKA, new KafkaProgram(data, files));
        keep(Service.KEYCLOAK, new KeycloakProgram(data, keycloak));
    }

    private void keep(Service service, ServiceProgram program) {
        int remembered = settings.ports().getOrDefault(service.key(), 0);
        keepers.put(
                service,
                new ServiceKeeper(
                        service,
                        program,
                        data.log(service.key()),
                        remembered,
                        port -> remember(service, port),
                        this::writeState));
    }

    /**
     * Main class of the supervisor's JVM; ends at once if another supervisor serves the folder.
     *
     * @param arguments the data folder, the folder of the prepared Keycloak
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        DataFolder data = new DataFolder(Path.of(arguments[0]));
        try (FileChannel channel =
                        FileChannel.open(data.supervisorLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (lock == null) {
                return;
            }
            Settings settings = Settings.load(data.settings(), PostgresRole.names());
            Supervisor supervisor = new Supervisor(data, BuiltFiles.find(), settings, Path.of(arguments[1]));
            Runtime.getRuntime().addShutdownHook(new Thread(supervisor::stopAndWait, "stop"));
            try {
                supervisor.run();
            } finally {
                supervisor.stopped.countDown();
            }
        }
    }

    /** A process that only looks whether the lock is held has it for an instant, so one refusal proves nothing. */
    private static FileLock lock(FileChannel channel) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 10; attempt++) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
            Thread.sleep(50);
        }
        return null;
    }

    private void stopAndWait() {
        asked = true;
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() throws IOException, InterruptedException {
        log("process " + self.pid() + " serves " + data.root());
        Optional<LiveState> earlier = LiveState.read(data);
        if (earlier.isPresent()) {
            for (Map.Entry<Service, ServiceKeeper> entry : keepers.entrySet()) {
                Optional<ServiceState> state = earlier.get().service(entry.getKey());
                if (state.isPresent()) {
                    entry.getValue().adopt(state.get());
                }
            }
        }
        writeState();
        long lastSeen = System.nanoTime();
        while (!asked) {
            Attachments.Demand demand = attachments.demand();
            if (demand.living() > 0) {
                lastSeen = System.nanoTime();
                for (Service service : demand.wanted()) {
                    keepers.get(service).ensureRunning(demand.newestMillis());
                }
            } else if (System.nanoTime() - lastSeen > GRACE.toNanos() && leave()) {
                break;
            }
            Thread.sleep(TICK.toMillis());
        }
        withdrawState();
        stopAll();
        files.deleteOtherStages(data);
        log("stopped");
    }

    /**
     * Decides to stop. Whoever attaches writes a file first and reads the state second; here the state goes first and
     * the files are read second: so either we see them, or they see that we are leaving and wait for our lock.
     */
    private boolean leave() throws IOException {
        withdrawState();
        if (attachments.demand().living() == 0) {
            log("nobody is attached any more; stopping");
            return true;
        }
        synchronized (this) {
            stopping = false;
        }
        writeState();
        return false;
    }

    private synchronized void withdrawState() throws IOException {
        stopping = true;
        Files.deleteIfExists(data.liveState());
    }

    private void stopAll() throws InterruptedException {
        List<Thread> stops = new ArrayList<>();
        for (ServiceKeeper keeper : keepers.values()) {
            Thread stop = new Thread(keeper::stop, "stop");
            stop.start();
            stops.add(stop);
        }
        for (Thread stop : stops) {
            stop.join();
        }
    }

    private synchronized void remember(Service service, int port) {
        settings = settings.withPort(service.key(), port);
        try {
            PrivateFiles.write(data.settings(), settings);
        } catch (IOException e) {
            log("cannot keep the port of " + service.title() + " in " + data.settings() + ": " + e.getMessage());
        }
    }

    private synchronized void writeState() {
        if (stopping) {
            return;
        }
        Map<String, ServiceState> states = new HashMap<>();
        keepers.forEach((service, keeper) -> keeper.written().ifPresent(state -> states.put(service.key(), state)));
        try {
            new LiveState(self, states, settings.passwords()).write(data);
        } catch (IOException e) {
            log("cannot write " + data.liveState() + ": " + e.getMessage());
        }
    }

    static void log(String message) {
        System.out.println(Instant.now() + " " + message);
    }
}
