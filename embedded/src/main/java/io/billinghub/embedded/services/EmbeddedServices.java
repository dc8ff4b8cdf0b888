package io.billinghub.embedded.services;

import io.billinghub.embedded.folder.DataFolder;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import io.billinghub.embedded.postgres.PostgresRole;
import io.billinghub.embedded.process.OsProcess;
import io.billinghub.embedded.services.LiveState.ServiceState;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The running embedded services of one data folder, as seen by a process that is attached to them. They run until the
 * last attached process has ended. Safe for use by several threads.
 */
public final class EmbeddedServices {
    private static final Duration READY_AT_MOST = Duration.ofSeconds(180);
    private static final long POLL_MILLIS = 50;

    private final DataFolder data;
    private final OsProcess owner;
    private final Set<Service> wanted;
    private final LiveState state;

    private EmbeddedServices(DataFolder data, OsProcess owner, Set<Service> wanted, LiveState state) {
        this.data = data;
        this.owner = owner;
        this.wanted = wanted;
        this.state = state;
    }

    /**
     * Attaches a process to all services: starts what does not run and waits until everything is ready.
     *
     * @param data the data folder; created if missing; a relative path counts from the working directory
     * @param owner the process whose end releases the services
     * @throws EmbeddedServicesException if the folder cannot be used or a service does not start; names the log file
     */
    public static EmbeddedServices attach(Path data, ProcessHandle owner) {
        return attach(data, owner, EnumSet.allOf(Service.class));
    }

    /**
     * Attaches a process to some services.
     *
     * @param wanted at least one; others may run too because another process wants them
     * @throws EmbeddedServicesException as for {@link #attach(Path, ProcessHandle)}
     */
    public static EmbeddedServices attach(Path data, ProcessHandle owner, Set<Service> wanted) {
        DataFolder folder = new DataFolder(data).prepare();
        OsProcess process = OsProcess.of(owner);
        Set<Service> services = EnumSet.copyOf(wanted);
        try {
            long attachedAt = System.currentTimeMillis();
            new Attachments(folder).attach(process, services);
            return new EmbeddedServices(folder, process, services, awaitReady(folder, services, attachedAt));
        } catch (IOException e) {
            throw new EmbeddedServicesException("Cannot start the embedded services in " + folder.root() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServicesException("Interrupted while the embedded services were starting", e);
        }
    }

    /**
     * Attaches a test run. The data folder is {@code HUB_DATA}, else {@code data} below the system property
     * {@code hub.root}, else below the working directory. The attached process is the Maven that runs these tests, so
     * that one set of services serves all modules; without Maven it is this JVM.
     *
     * @param wanted none means all
     */
    public static EmbeddedServices attachForTests(Service... wanted) {
        String configured = System.getenv().getOrDefault("HUB_DATA", "");
        Path root = Path.of(System.getProperty("hub.root", ""));
        Path data = configured.isBlank() ? root.resolve("data") : root.resolve(configured);
        Set<Service> services =
                wanted.length == 0 ? EnumSet.allOf(Service.class) : EnumSet.copyOf(Arrays.asList(wanted));
        return attach(data, testRun(ProcessHandle.current()), services);
    }

    /**
     * The services of a data folder, if a supervisor has them running, without attaching to them.
     *
     * @return empty if nothing runs there
     */
    public static Optional<EmbeddedServices> running(Path data) {
        DataFolder folder = new DataFolder(data);
        try {
            return LiveState.read(folder)
                    .filter(state -> state.supervisor().isAlive())
                    .map(state -> new EmbeddedServices(
                            folder, OsProcess.of(ProcessHandle.current()), EnumSet.noneOf(Service.class), state));
        } catch (IOException e) {
            throw new EmbeddedServicesException(
                    "Cannot read " + folder.liveState() + " (" + e.getMessage()
                            + "); it is readable by the user who started the services.",
                    e);
        }
    }

    /**
     * Attaches one more process, for example an application that must survive the launcher that started it.
     *
     * @throws EmbeddedServicesException if the attachment cannot be written
     */
    public void attachAlso(ProcessHandle process) {
        try {
            new Attachments(data).attach(OsProcess.of(process), wanted);
        } catch (IOException e) {
            throw new EmbeddedServicesException("Cannot attach process " + process.pid() + ": " + e, e);
        }
    }

    /** Releases the services although the process that was attached still lives. */
    public void detach() {
        try {
            new Attachments(data).detach(owner);
        } catch (IOException e) {
            throw new EmbeddedServicesException("Cannot detach process " + owner.pid() + ": " + e, e);
        }
    }

    /** The data folder, absolute. */
    public Path data() {
        return data.root();
    }

    /** Where a service's output goes. */
    public Path log(Service service) {
        return data.log(service.key());
    }

    /** Process number of a running service. */
    public long pid(Service service) {
        return running(service).process().pid();
    }

    /** Process number of the supervisor. */
    public long supervisorPid() {
        return state.supervisor().pid();
    }

    /** Whether a service runs, wanted by this process or by another. */
    public boolean runs(Service service) {
        return state.service(service).filter(ServiceState::isUsable).isPresent();
    }

    /** Always the loopback address. */
    public String postgresHost() {
        return "127.0.0.1";
    }

    public int postgresPort() {
        return running(Service.POSTGRES).port();
    }

    /** For {@code bootstrap.servers}. */
    public String kafkaBootstrap() {
        return "127.0.0.1:" + running(Service.KAFKA).port();
    }

    /** Keycloak's base address, without a slash at the end. */
    public String keycloakUrl() {
        return "http://127.0.0.1:" + running(Service.KEYCLOAK).port();
    }

    /** The issuer of the hub's tokens. */
    public String realmUrl() {
        return keycloakUrl() + "/realms/billing-hub";
    }

    /**
     * A database that is created if it does not exist.
     *
     * @param name lower-case letters, digits and underscores
     */
    public Database database(String name) {
        return databases().existingOrNew(name);
    }

    /**
     * An empty database; one of the same name is dropped with its connections.
     *
     * @param name lower-case letters, digits and underscores
     */
    public Database freshDatabase(String name) {
        return databases().fresh(name);
    }

    /**
     * A connection of the application's role, to be closed by the caller.
     *
     * @throws EmbeddedServicesException if the server refuses it
     */
    public Connection connect(Database database) {
        return databases().connect(database, PostgresRole.APP);
    }

    /**
     * A connection of the superuser, to whom no row-level security applies; to be closed by the caller.
     *
     * @throws EmbeddedServicesException if the server refuses it
     */
    public Connection connectAsAdministrator(Database database) {
        return databases().connect(database, PostgresRole.POSTGRES);
    }

    /**
     * Environment variables that make the hub's application use what this process attached to.
     *
     * @param database null if PostgreSQL is not one of the wanted services
     * @param topicPrefix begins each topic's name, for example {@code hub.}
     */
    public Map<String, String> environment(Database database, String topicPrefix) {
        Map<String, String> environment = new HashMap<>();
        if (database != null) {
            environment.putAll(HubEnvironment.ofDatabase(database));
        }
        if (wanted.contains(Service.KAFKA)) {
            environment.put("KAFKA_BOOTSTRAP_SERVERS", kafkaBootstrap());
        }
        if (wanted.contains(Service.KEYCLOAK)) {
            environment.put("QUARKUS_OIDC_AUTH_SERVER_URL", realmUrl());
        }
        environment.put("HUB_TOPIC_PREFIX", topicPrefix);
        return environment;
    }

    private Databases databases() {
        return new Databases(postgresPort(), state.passwords());
    }

    private ServiceState running(Service service) {
        return state.service(service)
                .filter(found -> found.process() != null)
                .orElseThrow(() -> new EmbeddedServicesException(service.title() + " does not run in " + data.root()
                        + "; attach with Service." + service.name() + "."));
    }

    private static LiveState awaitReady(DataFolder folder, Set<Service> wanted, long attachedAt)
            throws IOException, InterruptedException {
        SupervisorStart supervisor = new SupervisorStart(folder);
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < READY_AT_MOST.toNanos()) {
            Optional<LiveState> state =
                    LiveState.read(folder).filter(read -> read.supervisor().isAlive());
            if (state.isEmpty()) {
                supervisor.ensure();
            } else if (areUsable(state.get(), wanted, attachedAt, folder)) {
                return state.get();
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new EmbeddedServicesException("The embedded services were not ready within " + READY_AT_MOST.toSeconds()
                + " s. See " + folder.log("supervisor") + " and the other files in " + folder.logs() + ".");
    }

    private static boolean areUsable(LiveState state, Set<Service> wanted, long attachedAt, DataFolder folder) {
        for (Service service : wanted) {
            Optional<ServiceState> found = state.service(service);
            if (found.isPresent()
                    && found.get().failure() != null
                    && found.get().failedAtMillis() >= attachedAt) {
                throw new EmbeddedServicesException(service.title() + " could not be started: "
                        + found.get().failure() + "\nLog files: " + folder.logs());
            }
            if (found.filter(ServiceState::isUsable).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** The topmost Maven among a process and its parents; else the process itself. */
    private static ProcessHandle testRun(ProcessHandle process) {
        ProcessHandle found = process;
        for (Optional<ProcessHandle> parent = process.parent();
                parent.isPresent();
                parent = parent.get().parent()) {
            List<String> arguments =
                    Arrays.asList(parent.get().info().arguments().orElse(new String[0]));
            if (arguments.contains("org.codehaus.plexus.classworlds.launcher.Launcher")) {
                found = parent.get();
            }
        }
        return found;
    }
}
