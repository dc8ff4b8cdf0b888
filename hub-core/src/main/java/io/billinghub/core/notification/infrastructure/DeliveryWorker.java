package io.billinghub.core.notification.infrastructure;

import io.billinghub.core.notification.application.NotificationConfig;
import io.billinghub.core.notification.application.SignedMessage;
import io.billinghub.core.notification.infrastructure.DeliveryTable.Taken;
import io.billinghub.core.process.Role;
import io.billinghub.core.process.Roles;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Works the queue off in processes with the role {@link Role#ADAPTERS}, any number of them: visits listeners that have something
 * due, each one by itself and at most so many at once, so that one that is slow or gone delays nobody else. All state belongs
 * to one event loop.
 */
@ApplicationScoped
public class DeliveryWorker {

    private static final Logger LOG = Logger.getLogger(DeliveryWorker.class);

    private final Vertx vertx;
    private final Roles roles;
    private final NotificationConfig config;
    private final DeliveryTable queue;
    private final ListenerVisit visit;
    private final String holder = UUID.randomUUID().toString();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private volatile Context loop;
    private int visiting;
    private boolean looking;
    private boolean again;
    private boolean stopping;
    private long timer = -1;
    private long nextTending;

    @Inject
    DeliveryWorker(
            Vertx vertx,
            @ReactiveDataSource("relay") Pool pool,
            Targets targets,
            SignedMessage messages,
            NotificationConfig config,
            Roles roles,
            Clock clock) {
        this.vertx = vertx;
        this.roles = roles;
        this.config = config;
        this.queue = new DeliveryTable(pool);
        this.visit = new ListenerVisit(queue, targets, messages, config, clock);
    }

    void start(@Observes StartupEvent started) {
        if (roles.has(Role.ADAPTERS)) {
            begin();
        }
    }

    /** Begins to work; to be called once. */
    void begin() {
        Context context = vertx.getOrCreateContext();
        loop = context;
        nextTending = System.nanoTime();
        context.runOnContext(go -> look());
    }

    void stop(@Observes ShutdownEvent stop) {
        end();
    }

    /** Begins no more visits and waits for those under way. Not on an event loop. */
    void end() {
        Context context = loop;
        if (context == null) {
            return;
        }
        context.runOnContext(go -> {
            stopping = true;
            vertx.cancelTimer(timer);
            stopIfIdle();
        });
        try {
            stopped.get(config.stopWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            LOG.warnf("Calls of listeners did not end within %s; they will be told again", config.stopWait());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void look() {
        if (stopping || looking) {
            again = looking;
            return;
        }
        vertx.cancelTimer(timer);
        int free = config.parallel() - visiting;
        if (free <= 0) {
            timer = vertx.setTimer(config.poll().toMillis(), due -> look());
            return;
        }
        looking = true;
        again = false;
        Context context = loop;
        queue.take(holder, config.lease(), free)
                .subscribe()
                .with(
                        taken -> context.runOnContext(go -> found(taken)),
                        failure -> context.runOnContext(go -> {
                            LOG.warnf("Notifications wait; next look in %s: %s", config.poll(), failure);
                            found(List.of());
                        }));
    }

    private void found(List<Taken> taken) {
        looking = false;
        visiting += taken.size();
        taken.forEach(this::visit);
        tend();
        if (again && !stopping) {
            look();
        } else {
            timer = vertx.setTimer(config.poll().toMillis(), due -> look());
            if (stopping) {
                vertx.cancelTimer(timer);
                stopIfIdle();
            }
        }
    }

    private void visit(Taken listener) {
        Context context = loop;
        visit.of(listener)
                .subscribe()
                .with(
                        sent -> context.runOnContext(go -> visited(sent)),
                        failure -> context.runOnContext(go -> {
                            LOG.warnf(
                                    "What listener %s was told could not be noted; it will be told again: %s",
                                    listener.uuid(), failure);
                            visited(0);
                        }));
    }

    private void visited(int sent) {
        visiting--;
        stopIfIdle();
        if (sent > 0) {
            look(); // there may be more, of this listener or of others that found no place
        }
    }

    private void stopIfIdle() {
        if (stopping && visiting == 0 && !looking) {
            stopped.complete(null);
        }
    }

    private void tend() {
        if (stopping || System.nanoTime() - nextTending < 0) {
            return;
        }
        nextTending = System.nanoTime() + config.tendEvery().toNanos();
        queue.tend(config)
                .subscribe()
                .with(
                        touched -> LOG.debugf("Gave up or dropped %d deliveries", touched),
                        failure -> LOG.warnf("The queue of notifications was not tended: %s", failure));
    }
}
