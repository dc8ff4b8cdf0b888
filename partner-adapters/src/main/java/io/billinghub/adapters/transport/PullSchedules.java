package io.billinghub.adapters.transport;

import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.descriptor.AdapterDescriptors;
import io.billinghub.adapters.intake.DocumentIntake;
import io.billinghub.core.error.HubException;
import io.billinghub.core.process.Role;
import io.billinghub.core.process.Roles;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.Tenants;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.quarkus.core.CamelRuntime;
import org.jboss.logging.Logger;

/**
 * Keeps one Camel timer route per scheduled adapter, in step with the descriptors: a new version takes effect at the next look,
 * without a restart. Works only in processes whose {@code hub.roles} hold {@code adapters}.
 */
@ApplicationScoped
public class PullSchedules {

    private static final Logger LOG = Logger.getLogger(PullSchedules.class);

    private final CamelContext camel;
    private final PullAdapter puller;
    private final AdapterDescriptors descriptors;
    private final DocumentIntake intake;
    private final Tenants tenants;
    private final WorkerBridge bridge;
    private final AdapterSettings settings;
    private final AtomicBoolean first = new AtomicBoolean(true);

    public PullSchedules(
            CamelContext camel,
            PullAdapter puller,
            AdapterDescriptors descriptors,
            DocumentIntake intake,
            Tenants tenants,
            WorkerBridge bridge,
            AdapterSettings settings) {
        this.camel = camel;
        this.puller = puller;
        this.descriptors = descriptors;
        this.intake = intake;
        this.tenants = tenants;
        this.bridge = bridge;
        this.settings = settings;
    }

    /** With a main class of its own, Quarkus leaves the Camel context stopped: it is started here. */
    void start(@Observes StartupEvent event, CamelRuntime runtime, Roles roles) throws Exception {
        if (!camel.isStarted()) {
            runtime.start(new String[0]);
        }
        if (roles.has(Role.ADAPTERS)) {
            addTimer("adapters-refresh", settings.refresh().toMillis(), this::refresh);
        }
    }

    /**
     * One look at the descriptors and at documents that were received but not processed: on the first one at all that a crash
     * left, later at those that have waited for so long that nobody can be at them, because a bill run waits for them.
     */
    void refresh() {
        Duration age = first.get() ? Duration.ZERO : settings.retryAfter();
        int pending = bridge.await(() -> intake.processPending(age));
        first.set(false);
        if (pending > 0) {
            LOG.infof("%d documents that were received but not processed before have been processed", pending);
        }
        if (settings.scheduled()) {
            follow(wanted());
        }
    }

    private record Schedule(TenantContext context, String adapter, long everyMillis) {}

    /** Routes by id; the id names version and schedule, so that a change makes another route. */
    private Map<String, Schedule> wanted() {
        Map<String, Schedule> wanted = new HashMap<>();
        for (int tenant : bridge.await(tenants::all)) {
            TenantContext context = TenantContext.of(tenant, "adapters");
            for (AdapterDescriptors.Stored adapter : bridge.await(() -> descriptors.list(context))) {
                adapter.descriptor()
                        .transport()
                        .schedule()
                        .filter(every -> adapter.enabled())
                        .ifPresent(every -> {
                            String key = adapter.descriptor().key();
                            wanted.put(
                                    "pull-" + tenant + "-" + key + "-" + every.toMillis(),
                                    new Schedule(context, key, every.toMillis()));
                        });
            }
        }
        return wanted;
    }

    private void follow(Map<String, Schedule> wanted) {
        List<String> present = new ArrayList<>();
        camel.getRoutes().forEach(route -> present.add(route.getRouteId()));
        for (String route : present) {
            if (route.startsWith("pull-") && !wanted.containsKey(route)) {
                remove(route);
            }
        }
        wanted.forEach((route, schedule) -> {
            if (!present.contains(route)) {
                addTimer(route, schedule.everyMillis(), () -> puller.pull(schedule.context(), schedule.adapter()));
                LOG.infof("Adapter %s is pulled every %d s", schedule.adapter(), schedule.everyMillis() / 1000);
            }
        });
    }

    private void remove(String route) {
        try {
            camel.getRouteController().stopRoute(route);
            camel.removeRoute(route);
        } catch (Exception e) {
            LOG.warnf(e, "Route %s could not be removed", route);
        }
    }

    private void addTimer(String id, long everyMillis, Runnable work) {
        try {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("timer:" + id + "?delay=1000&fixedRate=false&period=" + everyMillis)
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
