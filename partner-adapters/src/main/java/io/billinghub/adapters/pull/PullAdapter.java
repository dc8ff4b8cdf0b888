package io.billinghub.adapters.pull;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.descriptor.AdapterDescriptors;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.intake.DocumentIntake;
import io.billinghub.adapters.intake.IntakeOutcome;
import io.billinghub.adapters.transport.Credentials;
import io.billinghub.adapters.transport.PullTransport;
import io.billinghub.adapters.transport.PullTransports;
import io.billinghub.adapters.transport.WorkerBridge;
import io.billinghub.adapters.transport.kafka.KafkaAccess;
import io.billinghub.core.egress.EgressRule;
import io.billinghub.core.error.HubException;
import io.billinghub.core.event.infrastructure.KafkaTopics;
import io.billinghub.core.tenancy.TenantContext;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Fetches what an adapter's transport holds, now, under the lease of the adapter's pull. */
@ApplicationScoped
public class PullAdapter {

    private static final Logger LOG = Logger.getLogger(PullAdapter.class);

    private static final long LOOK_AGAIN_MILLIS = 250;

    private final AdapterDescriptors descriptors;
    private final PullTable table;
    private final WorkerBridge bridge;
    private final PullSettings settings;
    private final PullTransports transports;
    private final PullRun.Services services;
    private final String holder = UUID.randomUUID().toString();
    private final ScheduledExecutorService signs;

    @Inject
    public PullAdapter(
            AdapterDescriptors descriptors,
            DocumentIntake intake,
            PullTable table,
            WorkerBridge bridge,
            Clock clock,
            CamelContext camel,
            AdapterSettings adapters,
            PullSettings settings,
            Config config,
            @ConfigProperty(name = "hub.egress.allow") Optional<List<String>> egress,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            KafkaTopics topics) {
        this(
                descriptors,
                intake,
                table,
                bridge,
                clock,
                settings,
                new PullTransports(
                        camel,
                        adapters,
                        new EgressRule(egress.orElse(List.of())),
                        new KafkaAccess(kafka, topics::nameOf)),
                name -> config.getOptionalValue(name, String.class));
    }

    /** @param configuration where tenants' secrets are looked up, see {@link Credentials} */
    PullAdapter(
            AdapterDescriptors descriptors,
            DocumentIntake intake,
            PullTable table,
            WorkerBridge bridge,
            Clock clock,
            PullSettings settings,
            PullTransports transports,
            Function<String, Optional<String>> configuration) {
        this.descriptors = descriptors;
        this.table = table;
        this.bridge = bridge;
        this.settings = settings;
        this.transports = transports;
        this.services = new PullRun.Services(intake, table, bridge, new Credentials(configuration), clock, settings);
        this.signs = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "pull-leases");
            thread.setDaemon(true);
            return thread;
        });
    }

    void stop(@Observes ShutdownEvent event) {
        signs.shutdownNow();
    }

    /**
     * Pulls the adapter on a worker thread, whether or not its schedule has it due; waits for a while if it is being pulled.
     *
     * @return the outcomes of the documents that were there, in their order; fails with a HubException (UNKNOWN_ADAPTER,
     *     ADAPTER_DISABLED, NOT_PULLED, PULL_RUNNING, or what a transport may fail with) if it could not be pulled to its end
     */
    public Uni<List<IntakeOutcome>> pullNow(TenantContext context, String adapterKey) {
        return Waiting.onWorker(() -> pull(context, adapterKey, true));
    }

    /**
     * As {@link #pullNow}; for blocking threads.
     *
     * @param onDemand if not, nothing is done where another process is at it or it is not due
     */
    List<IntakeOutcome> pull(TenantContext context, String adapterKey, boolean onDemand) {
        AdapterDescriptors.Stored adapter = bridge.await(() -> descriptors.get(context, adapterKey));
        if (!adapter.enabled()) {
            throw new HubException(AdapterError.ADAPTER_DISABLED, "adapter " + adapterKey + " is switched off");
        }
        PullTransport transport = transports
                .of(adapter.descriptor().transport().type())
                .orElseThrow(() -> new HubException(
                        AdapterError.NOT_PULLED, "adapter " + adapterKey + " receives what is pushed"));
        Optional<PullTable.Lease> lease = take(context, adapterKey, onDemand);
        if (lease.isPresent()) {
            return pull(adapter, transport, lease.get());
        }
        if (onDemand) {
            throw new HubException(AdapterError.PULL_RUNNING, "adapter " + adapterKey + " is being pulled");
        }
        return List.of();
    }

    private Optional<PullTable.Lease> take(TenantContext context, String adapterKey, boolean onDemand) {
        long end = System.nanoTime() + (onDemand ? settings.patience().toNanos() : 0);
        while (true) {
            Optional<PullTable.Lease> lease =
                    bridge.await(() -> table.take(context, adapterKey, holder, settings.lease(), onDemand));
            if (lease.isPresent() || System.nanoTime() - end >= 0) {
                return lease;
            }
            try {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    private List<IntakeOutcome> pull(
            AdapterDescriptors.Stored adapter, PullTransport transport, PullTable.Lease lease) {
        PullRun run = new PullRun(services, lease, adapter);
        long third = Math.max(1, settings.lease().toMillis() / 3);
        Future<?> alive = signs.scheduleAtFixedRate(() -> sign(run), third, third, TimeUnit.MILLISECONDS);
        RuntimeException thrown = null;
        try {
            transport.pull(run);
        } catch (RuntimeException e) {
            thrown = e;
            run.ended(e);
        } finally {
            alive.cancel(false);
        }
        Optional<RuntimeException> lost = run.failure() == null ? Optional.empty() : lost(run);
        if (lost.isPresent()) {
            thrown = lost.get();
            run.ended(thrown);
        }
        bridge.await(() -> table.release(lease, result(run, lease, adapter)));
        if (thrown != null) {
            throw thrown;
        }
        if (run.outcomes().isEmpty() && run.failure() != null) {
            throw run.failure();
        }
        return run.outcomes();
    }

    /** What another process has taken meanwhile is missing here: that the lease is lost says more than what the transport met. */
    private static Optional<RuntimeException> lost(PullRun run) {
        try {
            run.confirm();
            return Optional.empty();
        } catch (HubException e) {
            return e.code() == AdapterError.PULL_LOST ? Optional.of(e) : Optional.empty();
        } catch (RuntimeException e) {
            LOG.debug("The lease of a pull that failed could not be looked up", e);
            return Optional.empty();
        }
    }

    /** A failure is the run's own business: it finds the lease lost at its next step. */
    private static void sign(PullRun run) {
        try {
            run.confirm();
        } catch (RuntimeException e) {
            LOG.warnf("The lease of adapter %s could not be renewed: %s", run.adapterKey(), e.getMessage());
        }
    }

    private PullTable.Result result(PullRun run, PullTable.Lease lease, AdapterDescriptors.Stored adapter) {
        Duration pause = run.failure() == null
                ? adapter.descriptor().transport().schedule().orElse(Duration.ZERO)
                : new BackOff(settings.firstRetry(), settings.longestRetry())
                        .after(lease.failures() + 1, run.wish(), ThreadLocalRandom.current());
        int duplicates =
                (int) run.outcomes().stream().filter(IntakeOutcome::duplicate).count();
        return new PullTable.Result(
                run.failure() == null ? null : refusal(run.failure()),
                run.outcomes().size(),
                duplicates,
                pause);
    }

    /** The failure as the log shows it: one of the catalogue, without what only a stack trace tells. */
    private static HubException refusal(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HubException refusal) {
                return refusal;
            }
        }
        LOG.error("A pull failed", failure);
        return new HubException(AdapterError.PARTNER_UNAVAILABLE, String.valueOf(failure.getMessage()), failure);
    }
}
