package io.billinghub.core.event.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.event.model.ReceivedEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/** What becomes of a record: one after another it has its effect and is acknowledged, or waits, or is given up. */
class EventConsumerTest {

    private final List<String> happened = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Void> lastAnswered = new CompletableFuture<>();

    @Test
    void eventsHaveTheirEffectOneAfterAnotherAndAreAcknowledged() {
        consume(this::effect, event("1"), event("2"));
        assertThat(happened).containsExactly("effect 1", "acknowledged 1", "effect 2", "acknowledged 2");
    }

    @Test
    void whatCanNeverBeHandledGoesToTheDeadLetterTopicAndTheNextIsRead() {
        consume(
                event -> event.data().equals("1") ? fail(new IllegalStateException("broken")) : effect(event),
                event("1"),
                event("2"));
        assertThat(happened).containsExactly("given up 1: broken", "effect 2", "acknowledged 2");
    }

    @Test
    void whatIsNoEventGoesToTheDeadLetterTopic() {
        consume(this::effect, answered(Message.of("1")), event("2"));
        assertThat(happened)
                .containsExactly("given up 1: the record has no header ce_specversion", "effect 2", "acknowledged 2");
    }

    @Test
    void anEventWaitsWhileTheDatabaseIsAway() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        consume(
                event -> tries.incrementAndGet() == 1 ? fail(new IOException("away")) : effect(event),
                event("1"),
                event("2"));
        lastAnswered.get(30, TimeUnit.SECONDS);
        assertThat(happened).containsExactly("effect 1", "acknowledged 1", "effect 2", "acknowledged 2");
    }

    @Test
    void anAcknowledgementThatFailsDoesNotEndTheChannel() {
        Message<String> first = event("1").withAck(() -> CompletableFuture.failedFuture(new IOException("away")));
        consume(this::effect, first, event("2"));
        assertThat(happened).containsExactly("effect 1", "effect 2", "acknowledged 2");
    }

    private void consume(Function<ReceivedEvent, Uni<Integer>> effect, Message<String> first, Message<String> second) {
        new EventConsumer("test", Multi.createFrom().items(first, second), effect).start();
    }

    private Uni<Integer> effect(ReceivedEvent event) {
        return Uni.createFrom().item(() -> {
            happened.add("effect " + event.data());
            return 1;
        });
    }

    private static Uni<Integer> fail(Exception failure) {
        return Uni.createFrom().failure(failure);
    }

    private Message<String> event(String data) {
        OutboxRow row = new OutboxRow(
                7,
                LocalDate.parse("2026-10-31"),
                1,
                UUID.fromString("0193a000-0000-7000-8000-000000000009"),
                "bills",
                "key",
                "io.billinghub.test.v1",
                "run/1",
                Instant.parse("2026-10-31T22:00:00Z"),
                data);
        ConsumerRecord<String, String> read = new ConsumerRecord<>("bills", 0, 1, "key", data);
        CloudEventHeaders.of(row, "/billing-hub").forEach(read.headers()::add);
        return answered(Message.of(data, List.of(new IncomingKafkaRecordMetadata<>(read, "test"))));
    }

    private Message<String> answered(Message<String> message) {
        String data = message.getPayload();
        return message.withAck(() -> answer(data, "acknowledged " + data))
                .withNack(failure -> answer(data, "given up " + data + ": " + failure.getMessage()));
    }

    private CompletionStage<Void> answer(String data, String what) {
        happened.add(what);
        if (data.equals("2")) {
            lastAnswered.complete(null);
        }
        return CompletableFuture.completedFuture(null);
    }
}
