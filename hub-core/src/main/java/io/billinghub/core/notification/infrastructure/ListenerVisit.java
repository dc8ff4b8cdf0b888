package io.billinghub.core.notification.infrastructure;

import io.billinghub.core.error.HubException;
import io.billinghub.core.notification.application.NotificationConfig;
import io.billinghub.core.notification.application.SignedMessage;
import io.billinghub.core.notification.infrastructure.DeliveryTable.Due;
import io.billinghub.core.notification.infrastructure.DeliveryTable.Result;
import io.billinghub.core.notification.infrastructure.DeliveryTable.Taken;
import io.billinghub.core.notification.model.Backoff;
import io.billinghub.core.notification.model.TargetAnswer;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Serves one listener: sends what is due, one after another, until something fails, the batch is through or half of the lease
 * is over, then notes what came of it and gives the listener back.
 */
final class ListenerVisit {

    private final DeliveryTable queue;
    private final Targets targets;
    private final SignedMessage messages;
    private final NotificationConfig config;
    private final Clock clock;
    private final Backoff eventWaits;
    private final Backoff listenerRests;

    ListenerVisit(
            DeliveryTable queue, Targets targets, SignedMessage messages, NotificationConfig config, Clock clock) {
        this.queue = queue;
        this.targets = targets;
        this.messages = messages;
        this.config = config;
        this.clock = clock;
        this.eventWaits = new Backoff(config.firstWait(), config.longestWait());
        this.listenerRests = new Backoff(shorter(config.firstWait(), config.longestRest()), config.longestRest());
    }

    /** Ends with the number of events that were sent, taken or not. */
    Uni<Integer> of(Taken listener) {
        long started = System.nanoTime();
        List<Result> results = new ArrayList<>();
        return queue.due(listener, config.batch())
                .flatMap(due -> sendFrom(0, due, listener, results, started))
                .flatMap(sent -> note(listener, results))
                .replaceWith(results::size);
    }

    private Uni<Void> sendFrom(int index, List<Due> due, Taken listener, List<Result> results, long started) {
        if (index == due.size() || System.nanoTime() - started > config.lease().toNanos() / 2) {
            return Uni.createFrom().voidItem();
        }
        return send(listener, due.get(index)).flatMap(result -> {
            results.add(result);
            return result.answer().taken()
                    ? sendFrom(index + 1, due, listener, results, started)
                    : Uni.createFrom().voidItem();
        });
    }

    private Uni<Result> send(Taken listener, Due delivery) {
        OffsetDateTime now = OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
        int attempts = delivery.attempts() + 1;
        return Uni.createFrom()
                .item(() -> messages.headers(
                        listener.uuid(),
                        listener.webhook(),
                        listener.generation(),
                        delivery.eventId(),
                        now.toEpochSecond(),
                        delivery.body()))
                .flatMap(headers -> targets.post(listener.callback(), headers, delivery.body()))
                .onFailure(HubException.class) // it can't be signed, so it is not sent
                .recoverWithItem(refusal -> TargetAnswer.ofFailure(refusal.getMessage(), 0))
                .map(answer -> new Result(
                        delivery,
                        now,
                        answer,
                        attempts,
                        answer.taken()
                                ? Duration.ZERO
                                : eventWaits.after(
                                        attempts,
                                        () -> ThreadLocalRandom.current().nextDouble())));
    }

    private Uni<Void> note(Taken listener, List<Result> results) {
        boolean failed =
                !results.isEmpty() && !results.get(results.size() - 1).answer().taken();
        int before = results.size() > 1 ? 0 : listener.failures(); // whatever came before the last one was taken
        int failures = failed ? before + 1 : results.isEmpty() ? listener.failures() : 0;
        Duration rest = failed
                ? listenerRests.after(
                        failures, () -> ThreadLocalRandom.current().nextDouble())
                : Duration.ZERO;
        return queue.noteAndRelease(listener, failures, rest, results, config);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
