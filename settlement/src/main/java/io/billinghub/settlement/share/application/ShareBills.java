package io.billinghub.settlement.share.application;

import io.billinghub.core.event.application.Inbox;
import io.billinghub.core.event.application.Outbox;
import io.billinghub.core.invoice.application.BilledLines;
import io.billinghub.core.invoice.model.BilledLine;
import io.billinghub.core.ledger.application.Postings;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.settlement.share.model.ShareAllotment;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A shard's bills are published: each party gets its shares, the ledger its postings, and whoever listens is told. */
@ApplicationScoped
public class ShareBills {

    /** The name under which handled events stand in the inbox. */
    public static final String CONSUMER = "settlement.shares";

    private final TenantTransaction transactions;
    private final Inbox inbox;
    private final BilledLines billedLines;
    private final ShareAgreements agreements;
    private final Shares shares;
    private final Postings postings;
    private final Outbox outbox;
    private final Clock clock;

    @Inject
    public ShareBills(
            TenantTransaction transactions,
            Inbox inbox,
            BilledLines billedLines,
            ShareAgreements agreements,
            Shares shares,
            Postings postings,
            Outbox outbox,
            Clock clock) {
        this.transactions = transactions;
        this.inbox = inbox;
        this.billedLines = billedLines;
        this.agreements = agreements;
        this.shares = shares;
        this.postings = postings;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Shares the bills of a shard, in one transaction.
     *
     * @param eventId the event that told it; one that was handled before changes nothing
     * @param run {@code bill_run.uuid}
     * @return how many shares were computed; 0 if the event was handled before
     */
    public Uni<Integer> shardPublished(TenantContext context, UUID eventId, UUID run, int shard) {
        return transactions.run(
                context,
                transaction -> inbox.claim(transaction, context, CONSUMER, eventId)
                        .flatMap(first -> first
                                ? share(transaction, context, run, shard)
                                : Uni.createFrom().item(0)));
    }

    private Uni<Integer> share(SqlConnection transaction, TenantContext context, UUID run, int shard) {
        return billedLines
                .ofShard(transaction, context, run, shard)
                .flatMap(lines -> agreements
                        .of(transaction, context, agreementsOf(lines))
                        .flatMap(agreed -> agreements
                                .bearers(transaction, context, bearersOf(lines))
                                .emitOn(
                                        Infrastructure
                                                .getDefaultWorkerPool()) // thousands of lines would hold the event loop
                                // up
                                .map(bearers -> ShareAllotment.of(lines, agreed, bearers))))
                .flatMap(allotment -> shares.add(transaction, context, allotment.shares())
                        .flatMap(kept -> postings.post(transaction, context, allotment.postings()))
                        .flatMap(posted -> outbox.append(
                                transaction,
                                context,
                                SharesEarned.events(run, shard, allotment.shares(), clock.instant())))
                        .replaceWith(allotment.shares().size()));
    }

    private static Set<Long> bearersOf(List<BilledLine> lines) {
        return lines.stream()
                .flatMap(line -> line.bearer().stream())
                .map(BilledLine.Bearer::partyId)
                .collect(Collectors.toSet());
    }

    private static Set<Long> agreementsOf(List<BilledLine> lines) {
        return lines.stream()
                .flatMapToLong(line -> line.agreementVersionId().stream())
                .boxed()
                .collect(Collectors.toSet());
    }
}
