package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.PublishingSql;
import io.billinghub.core.billrun.infrastructure.PublishingSql.BillSum;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.event.application.Outbox;
import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.event.model.Topic;
import io.billinghub.core.identity.StableId;
import io.billinghub.core.ledger.application.Postings;
import io.billinghub.core.ledger.model.LedgerAccount;
import io.billinghub.core.ledger.model.LedgerEntry;
import io.billinghub.core.ledger.model.LedgerKind;
import io.billinghub.core.ledger.model.LedgerTransaction;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.joda.money.CurrencyUnit;

/**
 * Publishes a shard's approved drafts: numbers and states, one balanced ledger transaction per bill, and one event for the
 * shard, all in one transaction.
 */
@ApplicationScoped
public class PublishShard {

    /** CloudEvents type of the event that tells of a published shard; data: {@code {"run": uuid, "shard": n}}. */
    public static final String SHARD_PUBLISHED = "io.billinghub.billrun.shard-published.v1";

    private final PublishingSql publishing;
    private final Postings postings;
    private final Outbox outbox;
    private final Clock clock;

    public PublishShard(PublishingSql publishing, Postings postings, Outbox outbox, Clock clock) {
        this.publishing = publishing;
        this.postings = postings;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Publishes the shard on the connection; the caller holds the shard and commits. */
    Uni<Void> publish(SqlConnection connection, TenantContext context, RunShard shard) {
        return publishing
                .send(connection, shard)
                .flatMap(sent -> sent == 0
                        ? Uni.createFrom().voidItem()
                        : publishing
                                .sums(connection, shard)
                                .flatMap(sums -> postings.post(connection, context, transactions(shard, sums)))
                                .flatMap(posted -> outbox.append(connection, context, List.of(event(shard)))));
    }

    private DomainEvent event(RunShard shard) {
        return new DomainEvent(
                StableId.of(shard.runUuid(), "shard-published/" + shard.shard()),
                Topic.BILLS,
                shard.runUuid() + "/" + shard.shard(),
                SHARD_PUBLISHED,
                "bill-run/" + shard.runUuid(),
                clock.instant(),
                "{\"run\":\"%s\",\"shard\":%d}".formatted(shard.runUuid(), shard.shard()));
    }

    /**
     * Per bill: debit what the customer owes of it; credit revenue (net) and output VAT of the host's own invoices, and the gross of agency
     * invoices to the clearing account of the partner for whom it is collected; what rounding to cash adds is the host's. What was brought
     * forward is owed already.
     */
    static List<LedgerTransaction> transactions(RunShard shard, List<BillSum> sums) {
        Map<Long, List<BillSum>> byBill = new LinkedHashMap<>();
        for (BillSum sum : sums) {
            byBill.computeIfAbsent(sum.billId(), bill -> new ArrayList<>()).add(sum);
        }
        List<LedgerTransaction> transactions = new ArrayList<>(byBill.size());
        byBill.values().forEach(bill -> transaction(shard, bill).ifPresent(transactions::add));
        return transactions;
    }

    private static Optional<LedgerTransaction> transaction(RunShard shard, List<BillSum> bill) {
        BillSum first = bill.get(0);
        BigDecimal gross = BigDecimal.ZERO;
        BigDecimal revenue = BigDecimal.ZERO;
        Map<String, BigDecimal> vat = new LinkedHashMap<>();
        Map<Long, BigDecimal> agency = new LinkedHashMap<>();
        for (BillSum sum : bill) {
            gross = gross.add(sum.net()).add(sum.tax());
            if (sum.agency()) {
                agency.merge(sum.sellerPartyId(), sum.net().add(sum.tax()), BigDecimal::add);
            } else {
                revenue = revenue.add(sum.net());
                vat.merge(sum.taxDetail(), sum.tax(), BigDecimal::add);
            }
        }
        Entries entries = new Entries(CurrencyUnit.of(first.currency()));
        entries.add(
                LedgerAccount.CUSTOMER_RECEIVABLE,
                OptionalLong.of(first.customerPartyId()),
                "",
                gross.add(first.billRounding()));
        entries.add(LedgerAccount.CSP_REVENUE, OptionalLong.empty(), "", revenue.negate());
        vat.forEach(
                (rate, amount) -> entries.add(LedgerAccount.OUTPUT_VAT, OptionalLong.empty(), rate, amount.negate()));
        agency.forEach((partner, amount) ->
                entries.add(LedgerAccount.AGENCY_CLEARING, OptionalLong.of(partner), "", amount.negate()));
        entries.add(
                LedgerAccount.ROUNDING_DIFFERENCE,
                OptionalLong.empty(),
                "cash",
                first.billRounding().negate());
        return entries.list.isEmpty()
                ? Optional.empty()
                : Optional.of(new LedgerTransaction(
                        StableId.of(first.billUuid(), "ledger/bill"),
                        LedgerKind.BILL,
                        OptionalLong.of(first.billId()),
                        shard.runId(),
                        shard.issueDate(),
                        entries.list));
    }

    /** Collects entries, leaving out those of nothing. */
    private static final class Entries {
        private final CurrencyUnit currency;
        private final List<LedgerEntry> list = new ArrayList<>();

        Entries(CurrencyUnit currency) {
            this.currency = currency;
        }

        void add(LedgerAccount account, OptionalLong party, String detail, BigDecimal amount) {
            if (amount.signum() != 0) {
                list.add(new LedgerEntry(account, party, detail, amount, currency));
            }
        }
    }
}
