package io.billinghub.adapters.pull;

import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.intake.DocumentIntake;
import io.billinghub.adapters.transport.WorkerBridge;
import io.billinghub.core.error.HubException;
import io.billinghub.core.process.Role;
import io.billinghub.core.process.Roles;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.Tenants;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.quarkus.core.CamelRuntime;
import org.jboss.logging.Logger;

/**
 * Pulls the adapters whose schedule has them due, those that wait the longest first, and so many at once that a slow partner keeps
 * none of the others waiting. What is due stands in the database, with the descriptors, so a change takes effect at the next look, without a
 * restart. Works only in processes whose {@code hub.roles} hold {@code adapters}.
 */
@ApplicationScoped
public class PullSchedules {

    private static final Logger LOG = Logger.getLogger(PullSchedules.class);

    private final CamelContext camel;
    private final PullAdapter puller;
    private final PullTable table;
    private final DocumentIntake intake;
    private final Tenants tenants;
    private final WorkerBridge bridge;
    private final AdapterSettings settings;
    private final PullSettings pulls;
    private final ExecutorService workers;
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean first = new AtomicBoolean(true);
    private volatile boolean busy;
    private int lastServed;

    public PullSchedules(
            CamelContext camel,
            PullAdapter puller,
            PullTable table,
            DocumentIntake intake,
            Tenants tenants,
            WorkerBridge bridge,
            AdapterSettings settings,
            PullSettings pulls) {
        this.camel = camel;
        this.puller = puller;
        this.table = table;
        this.intake = intake;
        this.tenants = tenants;
        this.bridge = bridge;
        this.settings = settings;
        this.pulls = pulls;
        this.workers = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "pull");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** With a main class of its own, Quarkus leaves the Camel context stopped: it is started here. */
    void start(@Observes StartupEvent event, CamelRuntime runtime, Roles roles) throws Exception {
        if (!camel.isStarted()) {
            runtime.start(new String[0]);
        }
        if (roles.has(Role.ADAPTERS)) {
            addTimer("adapters-refresh", settings.refresh(), this::refresh);
            if (settings.scheduled()) {
                addTimer("adapters-pulls", pulls.poll(), this::pullDue);
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        workers.shutdownNow();
    }

    /** Begins no more pulls and waits for those that are under way. */
    void finish() {
        workers.shutdown();
        try {
            if (!workers.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.warn("Pulls are under way still");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * One look at documents that were received but not processed: on the first one at all that a crash left, later at those that
     * have waited for so long that nobody can be at them, because a bill run waits for them.
     */
    void refresh() {
        Duration age = first.get() ? Duration.ZERO : settings.retryAfter();
        int pending = bridge.await(() -> intake.processPending(age));
        first.set(false);
        if (pending > 0) {
            LOG.infof("%d documents that were received but not processed before have been processed", pending);
        }
    }

    /**
     * Begins each pull that is due, as long as this process has hands free; where it has not enough of them, the next look begins
     * behind the tenant whose pulls were begun last, so that none takes all hands for good.
     */
    synchronized void pullDue() {
        List<Integer> all = new ArrayList<>(bridge.await(tenants::all));
        Collections.rotate(all, -(all.indexOf(lastServed) + 1));
        busy = true; // a pull that ends before the look does asks for another look
        boolean more = false;
        for (int tenant : all) {
            int free = pulls.atOnce() - running.size();
            if (free <= 0) {
                more = true;
                break;
            }
            TenantContext context = TenantContext.of(tenant, "adapters");
            List<String> due = bridge.await(() -> table.due(context, free));
            more |= due.size() >= free;
            for (String adapter : due) {
                String pull = tenant + "/" + adapter;
                if (running.add(pull)) {
                    lastServed = tenant;
                    workers.execute(() -> pull(pull, context, adapter));
                }
            }
        }
        busy = more;
    }

    private void pull(String pull, TenantContext context, String adapter) {
        try {
            guarded("pull of " + adapter, () -> puller.pull(context, adapter, false));
        } finally {
            running.remove(pull);
        }
        if (busy && !workers.isShutdown()) { // others may be due that had to wait for this hand
            guarded("adapters-pulls", this::pullDue);
        }
    }

    private void addTimer(String id, Duration every, Runnable work) {
        try {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("timer:" + id + "?delay=1000&fixedRate=false&period=" + every.toMillis())
                            .routeId(id)
                            .process(exchange -> guarded(id, work));
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException("route " + id + " could not be added", e);
        }
    }

    private static void guarded(String id, Runnable work) {
        try {
            work.run();
        } catch (HubException e) {
            LOG.warnf("%s: %s: %s", id, e.code().name(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s failed", id);
        }
    }
}
