package io.billinghub.api.usage;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.intake.UsageBatches;
import io.billinghub.adapters.intake.UsageFates;
import io.billinghub.adapters.intake.UsageFates.Fate;
import io.billinghub.adapters.usage.EventSequence;
import io.billinghub.adapters.usage.ReadEvent;
import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests with one event each, of one login and partner: those that come while a transaction is under way share the next one. Nobody
 * waits for others to come; each is answered when the transaction with its event has been committed.
 */
@ApplicationScoped
class SinglePosts {

    /** Requests of one transaction. */
    private static final int MOST_TOGETHER = 1_000;
    /** Requests that wait, of all logins. */
    private static final int MOST_WAITING = 10_000;

    private final Vertx vertx;
    private final TenantTransaction transactions;
    private final UsageBatches batches;
    private final Map<Sender, Queue> queues = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();

    SinglePosts(Vertx vertx, TenantTransaction transactions, UsageBatches batches) {
        this.vertx = vertx;
        this.transactions = transactions;
        this.batches = batches;
    }

    /** Whose requests may share a transaction: what one may see and do, the others may too. */
    private record Sender(TenantContext login, String partner) {}

    /** A request that waits. */
    private record Post(byte[] content, String contentType, ReadEvent event, UniEmitter<? super UsageFates> answer) {}

    /** The requests of one sender while one transaction of its is under way. */
    private static final class Queue {
        private final Deque<Post> posts = new ArrayDeque<>();
    }

    /**
     * Takes one event in, in a transaction with those of other requests.
     *
     * @param content the request's bytes, in a form of JSON
     * @return what became of the event, once that is durable; fails as {@link UsageBatches#receive} does, and with a HubException
     *     TOO_MANY_REQUESTS if too many wait
     */
    Uni<UsageFates> receive(TenantContext login, String partner, byte[] content, String contentType, ReadEvent event) {
        return Uni.createFrom().deferred(() -> {
            Context request = Vertx.currentContext();
            if (waiting.incrementAndGet() > MOST_WAITING) {
                waiting.decrementAndGet();
                throw new HubException(
                        ApiError.TOO_MANY_REQUESTS,
                        MOST_WAITING
                                + " requests with usage events wait now; send it again in a second, or many in one request.");
            }
            Sender sender = new Sender(login, partner);
            Uni<UsageFates> answer =
                    Uni.createFrom().emitter(emitter -> add(sender, new Post(content, contentType, event, emitter)));
            return request == null ? answer : answer.emitOn(command -> request.runOnContext(ignored -> command.run()));
        });
    }

    /** How many requests wait or are being taken in. */
    int waiting() {
        return waiting.get();
    }

    private void add(Sender sender, Post post) {
        boolean[] first = {false};
        queues.compute(sender, (key, queue) -> {
            first[0] = queue == null;
            Queue joined = queue == null ? new Queue() : queue;
            joined.posts.add(post);
            return joined;
        });
        if (first[0]) {
            takeInNext(sender);
        }
    }

    /** One transaction after the other until nobody waits; on a context of its own, which ends with no request. */
    private void takeInNext(Sender sender) {
        List<Post> together = new ArrayList<>();
        queues.computeIfPresent(sender, (key, queue) -> {
            while (together.size() < MOST_TOGETHER && !queue.posts.isEmpty()) {
                together.add(queue.posts.remove());
            }
            return together.isEmpty() ? null : queue;
        });
        if (together.isEmpty()) {
            return;
        }
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        context.runOnContext(ignored ->
                takeIn(sender, together).subscribe().with(done -> takeInNext(sender), failure -> takeInNext(sender)));
    }

    /** Answers each of the requests. */
    private Uni<Void> takeIn(Sender sender, List<Post> together) {
        return Uni.createFrom()
                .deferred(() -> store(sender, together))
                .onItemOrFailure()
                .transformToUni((fates, failure) -> {
                    if (failure == null) {
                        answer(together, fates);
                    } else if (together.size() > 1 && isOfOneEvent(failure)) {
                        return Multi.createFrom()
                                .iterable(together)
                                .onItem()
                                .transformToUniAndConcatenate(post -> takeIn(sender, List.of(post)))
                                .collect()
                                .last();
                    } else {
                        together.forEach(post -> answered(post).fail(failure));
                    }
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<UsageFates> store(Sender sender, List<Post> together) {
        byte[] content = together.get(0).content();
        String contentType = together.get(0).contentType();
        List<ReadEvent> events = List.of(together.get(0).event());
        if (together.size() > 1) {
            EventSequence sequence = new EventSequence();
            together.forEach(post -> sequence.add(post.content(), "request", List.of(post.event())));
            content = sequence.content();
            contentType = EventSequence.CONTENT_TYPE;
            events = sequence.events();
        }
        byte[] stored = content;
        String type = contentType;
        List<ReadEvent> read = events;
        return transactions.run(
                sender.login(),
                connection -> batches.receive(connection, sender.login(), sender.partner(), stored, type, read));
    }

    /** A value of one event that can't be stored fails the transaction of all. */
    private static boolean isOfOneEvent(Throwable failure) {
        return failure instanceof HubException refusal && refusal.code() == AdapterError.INVALID_REQUEST;
    }

    private void answer(List<Post> together, UsageFates fates) {
        Fate[] byPosition = new Fate[together.size()];
        fates.notAccepted().forEach(fate -> byPosition[fate.position() - 1] = fate);
        for (int i = 0; i < byPosition.length; i++) {
            Fate fate = byPosition[i];
            UsageFates own = fate == null
                    ? new UsageFates(fates.document(), 1, 1, List.of())
                    : new UsageFates(
                            fates.document(),
                            1,
                            0,
                            List.of(new Fate(
                                    1, fate.id(), fate.reason(), fate.code(), fate.detail(), fate.whatToDo())));
            answered(together.get(i)).complete(own);
        }
    }

    private UniEmitter<? super UsageFates> answered(Post post) {
        waiting.decrementAndGet();
        return post.answer();
    }
}
