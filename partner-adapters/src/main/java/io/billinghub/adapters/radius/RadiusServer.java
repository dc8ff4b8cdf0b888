package io.billinghub.adapters.radius;

import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.descriptor.AdapterDescriptors;
import io.billinghub.adapters.transport.Credentials;
import io.billinghub.adapters.transport.WorkerBridge;
import io.billinghub.core.error.HubException;
import io.billinghub.core.event.infrastructure.TemporaryFailures;
import io.billinghub.core.process.Role;
import io.billinghub.core.process.Roles;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.tenancy.Tenants;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Receives accounting requests over UDP where {@code hub.radius.port} is set, in processes with the role {@code adapters}. Packets are
 * checked as they come and wait in a bounded queue; one thread takes them in, so many share a transaction, and answers behind its commit.
 */
@ApplicationScoped
public class RadiusServer {

    private static final Logger LOG = Logger.getLogger(RadiusServer.class);
    private static final String TRANSPORT = "radius";
    private static final long LONGEST_STOP_MILLIS = 15_000;

    private final Vertx vertx;
    private final RadiusSettings settings;
    private final AdapterSettings adapters;
    private final AdapterDescriptors descriptors;
    private final Tenants tenants;
    private final TenantTransaction transactions;
    private final RadiusIntake intake;
    private final WorkerBridge bridge;
    private final Clock clock;
    private final Credentials credentials;
    private final RadiusDrops drops;
    private final BlockingQueue<Waiting> queue;
    private volatile Map<String, List<RadiusAdapter>> byAddress = Map.of();
    private volatile boolean stopped;
    private DatagramSocket socket;
    private Thread thread;
    private long refreshed;

    /** A request whose authenticator is right. */
    private record Waiting(
            RadiusAdapter adapter,
            AccountingRecord record,
            RadiusPacket packet,
            String secret,
            String host,
            int port) {}

    @Inject
    RadiusServer(
            Vertx vertx,
            RadiusSettings settings,
            AdapterSettings adapters,
            AdapterDescriptors descriptors,
            Tenants tenants,
            TenantTransaction transactions,
            RadiusIntake intake,
            WorkerBridge bridge,
            Clock clock,
            Config configuration) {
        this(
                vertx,
                settings,
                adapters,
                descriptors,
                tenants,
                transactions,
                intake,
                bridge,
                clock,
                key -> configuration.getOptionalValue(key, String.class));
    }

    /** @param configuration where tenants' secrets are looked up, see {@link Credentials} */
    RadiusServer(
            Vertx vertx,
            RadiusSettings settings,
            AdapterSettings adapters,
            AdapterDescriptors descriptors,
            Tenants tenants,
            TenantTransaction transactions,
            RadiusIntake intake,
            WorkerBridge bridge,
            Clock clock,
            Function<String, Optional<String>> configuration) {
        this.vertx = vertx;
        this.settings = settings;
        this.adapters = adapters;
        this.descriptors = descriptors;
        this.tenants = tenants;
        this.transactions = transactions;
        this.intake = intake;
        this.bridge = bridge;
        this.clock = clock;
        this.credentials = new Credentials(configuration);
        this.drops = new RadiusDrops(clock);
        this.queue = new ArrayBlockingQueue<>(settings.queueSize());
    }

    void start(@Observes StartupEvent event, Roles roles) {
        if (settings.port().isPresent() && roles.has(Role.ADAPTERS)) {
            int port = listen();
            LOG.infof("RADIUS accounting is received at %s:%d", settings.address(), port);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    /** Binds the port and begins; answers the port. */
    int listen() {
        thread = new Thread(this::run, "radius-accounting");
        socket = vertx.createDatagramSocket().handler(this::received);
        try {
            socket.listen(settings.port().orElseThrow(), settings.address())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "RADIUS accounting can't be received at " + settings.address() + ":"
                            + settings.port().getAsInt(),
                    e);
        }
        thread.start();
        return socket.localAddress().port();
    }

    /** Receives no more; what is being taken in is finished, what waits is left to the NAS. */
    void stop() {
        stopped = true;
        if (thread == null) {
            return;
        }
        try {
            thread.join(LONGEST_STOP_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        socket.close();
    }

    /** What was dropped so far, by its reason. */
    RadiusDrops drops() {
        return drops;
    }

    /** On the event loop of the socket: nothing here waits. */
    private void received(DatagramPacket datagram) {
        String host = datagram.sender().hostAddress();
        List<RadiusAdapter> candidates = byAddress.getOrDefault(host, List.of());
        if (candidates.isEmpty()) {
            drops.count(RadiusDrops.Reason.UNKNOWN_CLIENT, host, "no adapter names the address");
            return;
        }
        try {
            RadiusPacket packet = new RadiusPacket(datagram.data().getBytes());
            for (RadiusAdapter adapter : candidates) {
                Optional<String> secret = secret(adapter, host).filter(packet::isBy);
                if (secret.isPresent()) {
                    AccountingRecord record = AccountingRecord.of(packet, host, clock.instant());
                    Waiting waiting = new Waiting(
                            adapter,
                            record,
                            packet,
                            secret.get(),
                            host,
                            datagram.sender().port());
                    if (!queue.offer(waiting)) {
                        drops.count(RadiusDrops.Reason.OVERLOAD, host, "too many requests wait");
                    }
                    return;
                }
            }
            drops.count(
                    RadiusDrops.Reason.WRONG_SECRET,
                    host,
                    "its authenticator is not made with the secret of its address");
        } catch (IllegalArgumentException malformed) {
            drops.count(RadiusDrops.Reason.MALFORMED, host, malformed.getMessage());
        }
    }

    private Optional<String> secret(RadiusAdapter adapter, String host) {
        try {
            return Optional.of(credentials.secret(
                    adapter.tenantKey(), adapter.options().clients().get(host)));
        } catch (HubException missing) {
            drops.count(RadiusDrops.Reason.SECRET_MISSING, host, missing.getMessage());
            return Optional.empty();
        }
    }

    private void run() {
        while (!stopped) {
            try {
                refresh();
                Waiting first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<Waiting> batch = new ArrayList<>(List.of(first));
                    queue.drainTo(batch, settings.batchSize() - 1);
                    Map<RadiusAdapter, List<Waiting>> byAdapter = new LinkedHashMap<>();
                    batch.forEach(waiting -> byAdapter
                            .computeIfAbsent(waiting.adapter(), adapter -> new ArrayList<>())
                            .add(waiting));
                    byAdapter.forEach(this::takeIn);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException failure) {
                LOG.errorf(failure, "RADIUS accounting waits");
            }
        }
    }

    /** Where the database is away nothing is answered: each NAS sends again. A value that can't be stored holds up no other record. */
    private void takeIn(RadiusAdapter adapter, List<Waiting> batch) {
        TenantContext context = TenantContext.of(adapter.tenant(), "radius " + adapter.key());
        try {
            int outdated = bridge.await(() -> intake.takeIn(
                    context, adapter, batch.stream().map(Waiting::record).toList()));
            for (Waiting waiting : batch) {
                socket.send(Buffer.buffer(waiting.packet().response(waiting.secret())), waiting.port(), waiting.host());
            }
            if (outdated > 0) {
                LOG.warnf(
                        "%d records of %s are of sessions from before a restart of their NAS", outdated, adapter.key());
            }
        } catch (RuntimeException failure) {
            if (batch.size() > 1 && !TemporaryFailures.isTemporary(failure) && !(failure instanceof HubException)) {
                batch.forEach(waiting -> takeIn(adapter, List.of(waiting)));
                return;
            }
            batch.forEach(waiting ->
                    drops.count(RadiusDrops.Reason.NOT_STORED, waiting.host(), String.valueOf(failure.getMessage())));
        }
    }

    /** What descriptors say now; and sessions that are over for long are deleted. */
    void refresh() {
        long now = System.nanoTime();
        if (refreshed != 0 && now - refreshed < adapters.refresh().toNanos()) {
            return;
        }
        refreshed = now;
        try {
            Map<String, List<RadiusAdapter>> found = new LinkedHashMap<>();
            for (int tenant : bridge.await(tenants::all)) {
                TenantContext context = TenantContext.of(tenant, "radius");
                for (AdapterDescriptors.Stored stored : bridge.await(() -> descriptors.enabled(context, TRANSPORT))) {
                    RadiusAdapter adapter = new RadiusAdapter(
                            tenant,
                            stored.tenantKey(),
                            stored.descriptor().key(),
                            stored.descriptor().partner(),
                            RadiusOptions.of(stored.descriptor().transport().options()));
                    adapter.options()
                            .clients()
                            .keySet()
                            .forEach(address -> found.computeIfAbsent(address, none -> new ArrayList<>())
                                    .add(adapter));
                }
                bridge.await(() -> transactions.run(
                        context,
                        connection ->
                                SessionTable.forget(connection, clock.instant().minus(settings.keepSessions()))));
            }
            byAddress = found;
        } catch (RuntimeException failure) {
            LOG.warnf("Descriptors of RADIUS adapters can't be read now, those before hold: %s", failure);
        }
    }
}
