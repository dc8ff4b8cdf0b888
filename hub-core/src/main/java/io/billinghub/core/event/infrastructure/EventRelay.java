package io.billinghub.core.event.infrastructure;

import io.billinghub.core.process.Roles;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Keeps the relay going in every process that works in the background: pass after pass while there is something to send,
 * then with a pause that {@link #wake()} cuts short. All state belongs to one event loop.
 */
@ApplicationScoped
public class EventRelay {

    private static final Logger LOG = Logger.getLogger(EventRelay.class);

    private final Vertx vertx;
    private final Roles roles;
    private final EventsConfig events;
    private final OutboxConfig days;
    private final Clock clock;
    private final OutboxTable outbox;
    private final OutboxRelay relay;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private volatile Context loop;
    private boolean passing;
    private boolean woken;
    private boolean stopping;
    private long timer = -1;
    private long nextTending;

    @Inject
    EventRelay(
            Vertx vertx,
            @ReactiveDataSource("relay") Pool pool,
            EventSender sender,
            Roles roles,
            EventsConfig events,
            OutboxConfig days,
            Clock clock) {
        this.vertx = vertx;
        this.roles = roles;
        this.events = events;
        this.days = days;
        this.clock = clock;
        this.outbox = new OutboxTable(pool);
        this.relay = new OutboxRelay(outbox, sender, UUID.randomUUID().toString(), events.lease(), events.batchSize());
    }

    void start(@Observes StartupEvent started) {
        if (roles.hasWorker()) {
            begin();
        }
    }

    /** Begins to relay; to be called once. */
    void begin() {
        Context context = vertx.getOrCreateContext();
        loop = context;
        nextTending = System.nanoTime();
        context.runOnContext(go -> next());
    }

    /** Something was committed to the outbox here: do not wait for the next look. From any thread; does nothing elsewhere. */
    public void wake() {
        Context context = loop;
        if (context != null) {
            context.runOnContext(go -> {
                woken = true;
                if (!passing) {
                    next();
                }
            });
        }
    }

    void stop(@Observes ShutdownEvent stop) {
        end();
    }

    /** Begins no more passes and waits for the one under way. Not on an event loop. */
    void end() {
        Context context = loop;
        if (context == null) {
            return;
        }
        context.runOnContext(go -> {
            stopping = true;
            vertx.cancelTimer(timer);
            if (!passing) {
                stopped.complete(null);
            }
        });
        try {
            stopped.get(events.stopWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            LOG.warnf(
                    "The relay's last pass did not end within %s; what it sent without an answer will be told again",
                    events.stopWait());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void next() {
        if (stopping || passing) {
            return;
        }
        vertx.cancelTimer(timer);
        passing = true;
        woken = false;
        Context context = loop;
        tend().flatMap(tended -> relay.pass())
                .subscribe()
                .with(
                        pass -> context.runOnContext(go -> passed(pass)),
                        failure -> context.runOnContext(go -> failed(failure)));
    }

    private void passed(OutboxRelay.Pass pass) {
        passing = false;
        if (pass.failed() > 0) {
            nextAfter(events.failureWait().toMillis());
        } else if (pass.sent() > 0 || woken) {
            nextAfter(0);
        } else {
            nextAfter(events.idleWait().toMillis());
        }
    }

    private void failed(Throwable failure) {
        passing = false;
        LOG.warnf("Events wait in the outbox; next attempt in %s: %s", events.failureWait(), failure);
        nextAfter(events.failureWait().toMillis());
    }

    private void nextAfter(long millis) {
        if (stopping) {
            stopped.complete(null);
        } else if (millis <= 0) {
            next();
        } else {
            timer = vertx.setTimer(millis, due -> next());
        }
    }

    // a day that can't be made or dropped now does not keep events back: rows without a day go to the default partition
    private Uni<Void> tend() {
        if (System.nanoTime() - nextTending < 0) {
            return Uni.createFrom().voidItem();
        }
        nextTending = System.nanoTime() + days.tendEvery().toNanos();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return outbox.ensureDays(today, days.daysAhead())
                .flatMap(made -> outbox.dropSentDays(today.minusDays(days.keepDays())))
                .invoke(dropped -> LOG.debugf("Dropped %d sent days of the outbox", dropped))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf("The outbox's day partitions were not tended: %s", failure);
                    return Uni.createFrom().voidItem();
                });
    }
}
