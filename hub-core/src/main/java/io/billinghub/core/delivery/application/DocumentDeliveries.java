package io.billinghub.core.delivery.application;

import io.billinghub.core.archive.application.DocumentArchive;
import io.billinghub.core.archive.model.KeptDocument;
import io.billinghub.core.delivery.infrastructure.DocumentDeliverySql;
import io.billinghub.core.delivery.infrastructure.DocumentDeliverySql.Claimed;
import io.billinghub.core.delivery.model.Channel;
import io.billinghub.core.delivery.model.Delivery;
import io.billinghub.core.delivery.model.Proof;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.notification.model.Backoff;
import io.billinghub.core.process.PollLoop;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.tenancy.Tenants;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** The queue of deliveries: worked off by any number of processes, each delivery by one at a time. */
@ApplicationScoped
public class DocumentDeliveries {

    private static final Logger LOG = Logger.getLogger(DocumentDeliveries.class);
    private static final int AT_ONCE = 8;
    private static final int LONGEST_FAILURE = 500;

    private final TenantTransaction transactions;
    private final Tenants tenants;
    private final DocumentDeliverySql queue;
    private final DocumentArchive archive;
    private final List<DocumentSender> senders;
    private final DeliveryConfig config;
    private final Backoff backoff;
    private final Clock clock;

    public DocumentDeliveries(
            TenantTransaction transactions,
            Tenants tenants,
            DocumentDeliverySql queue,
            DocumentArchive archive,
            @All List<DocumentSender> senders,
            DeliveryConfig config,
            Clock clock) {
        this.transactions = transactions;
        this.tenants = tenants;
        this.queue = queue;
        this.archive = archive;
        this.senders = senders;
        this.config = config;
        this.backoff = new Backoff(config.firstWait(), config.longestWait());
        this.clock = clock;
    }

    /** The deliveries of a bill; fails with UNKNOWN_RESOURCE if there is no such bill. */
    public Uni<List<Delivery>> ofBill(TenantContext context, UUID bill) {
        return transactions.run(
                context,
                connection -> queue.isBill(connection, bill).flatMap(there -> {
                    if (!there) {
                        throw new HubException(
                                CoreError.UNKNOWN_RESOURCE, "There is no bill with the id '" + bill + "'.");
                    }
                    return queue.ofBill(connection, bill);
                }));
    }

    /**
     * Deliveries, the newest first.
     *
     * @param before the place behind which they begin
     */
    public Uni<List<Delivery>> list(
            TenantContext context, Optional<Delivery.State> state, OptionalLong before, int most) {
        return transactions.run(context, connection -> queue.list(connection, state, before, most));
    }

    /**
     * Tries a delivery again that was given up, by the account's preference of now.
     *
     * @return fails with UNKNOWN_RESOURCE, or DELIVERY_NOT_FAILED if it was not given up or the account has no preference any more
     */
    public Uni<Delivery> retry(SqlConnection transaction, UUID delivery) {
        return queue.retry(transaction, delivery, clock.instant())
                .flatMap(taken -> queue.one(transaction, delivery).map(found -> {
                    Delivery there = found.orElseThrow(() -> new HubException(
                            CoreError.UNKNOWN_RESOURCE, "There is no delivery with the id '" + delivery + "'."));
                    if (!taken) {
                        throw new HubException(
                                CoreError.DELIVERY_NOT_FAILED,
                                there.state() == Delivery.State.FAILED
                                        ? "The account has no delivery preference."
                                        : "It is " + there.state() + ".");
                    }
                    return there;
                }));
    }

    /** Hands over what is due, of all tenants, until nothing is left that nobody is at. */
    public Uni<Void> work() {
        return tenants.all()
                .onItem()
                .transformToMulti(all -> Multi.createFrom().iterable(all))
                .onItem()
                .transformToUniAndConcatenate(tenant -> work(TenantContext.of(tenant, "delivery")))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> work(TenantContext context) {
        return PollLoop.untilNothingIsLeft(() -> claim(context)
                .flatMap(claimed -> Multi.createFrom()
                        .iterable(claimed)
                        .onItem()
                        .transformToUni(one -> deliver(context, one))
                        .merge(AT_ONCE)
                        .collect()
                        .asList()
                        .map(done -> !claimed.isEmpty())));
    }

    private Uni<List<Claimed>> claim(TenantContext context) {
        Instant now = clock.instant();
        return transactions.run(
                context,
                connection ->
                        queue.claim(connection, now, now.plus(config.timeout().multipliedBy(4)), AT_ONCE));
    }

    private Uni<Void> deliver(TenantContext context, Claimed claimed) {
        return archive.ofBill(context, claimed.bill())
                .flatMap(kept -> read(context, kept))
                .flatMap(documents -> {
                    if (documents.isEmpty()) {
                        throw new IllegalStateException("no documents of the bill are kept");
                    }
                    Channel channel = claimed.to().channel();
                    return sender(channel)
                            .send(claimed.parcel(documents))
                            .ifNoItem()
                            .after(config.timeout())
                            .failWith(() -> new IllegalStateException("no end within " + config.timeout()))
                            .flatMap(proof -> delivered(
                                    context, claimed, proof, channel == Channel.PORTAL_LINK ? List.of() : documents));
                })
                .onFailure()
                .recoverWithUni(failure -> failed(context, claimed, failure));
    }

    private Uni<List<KeptDocument.Content>> read(TenantContext context, List<KeptDocument> kept) {
        return Multi.createFrom()
                .iterable(kept)
                .onItem()
                .transformToUniAndConcatenate(each -> archive.read(context, each))
                .collect()
                .asList();
    }

    private DocumentSender sender(Channel channel) {
        return senders.stream()
                .filter(each -> each.channels().contains(channel))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing sends by " + channel));
    }

    private Uni<Void> delivered(
            TenantContext context, Claimed claimed, Proof proof, List<KeptDocument.Content> documents) {
        List<Delivery.Sent> sent = documents.stream()
                .map(KeptDocument.Content::document)
                .map(each -> new Delivery.Sent(each.name(), each.form().mediaType(), each.size(), each.sha256()))
                .toList();
        return transactions.run(
                context, connection -> queue.delivered(connection, claimed, clock.instant(), proof, sent));
    }

    private Uni<Void> failed(TenantContext context, Claimed claimed, Throwable failure) {
        Instant now = clock.instant();
        boolean givenUp = !now.isBefore(claimed.dueSince().plus(config.giveUpAfter()));
        String why = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        LOG.warnf(
                "The documents of bill %s were not delivered%s: %s",
                claimed.number(), givenUp ? " and are given up" : "", why);
        Duration wait = backoff.after(claimed.attempts(), ThreadLocalRandom.current()::nextDouble);
        String shortened = why.length() > LONGEST_FAILURE ? why.substring(0, LONGEST_FAILURE) : why;
        return transactions.run(
                context, connection -> queue.failed(connection, claimed, now, now.plus(wait), shortened, givenUp));
    }
}
