package io.billinghub.adapters.dryrun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.descriptor.AdapterDescriptors;
import io.billinghub.adapters.document.DocumentStore;
import io.billinghub.adapters.document.ReceivedDocument;
import io.billinghub.adapters.document.SpooledDocument;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.intake.DocumentProcessing;
import io.billinghub.adapters.intake.IntakeOutcome;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.core.billrun.application.TrialBills;
import io.billinghub.core.error.HubException;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Judges documents in the way of real ones and leaves nothing behind: the descriptor is stored, the document taken in, its lines
 * accepted or quarantined by the same code and the same statements, and then all of it is rolled back to a savepoint.
 */
@ApplicationScoped
public class DryRuns {

    /** Lines that an answer shows. */
    public static final int MOST_LINES = 1_000;

    /** Bytes of a sample: it is held in memory as a whole, unlike a real document. */
    public static final int MOST_BYTES = 4 << 20;

    /** Bytes of a sample after gzip or zip was taken off. */
    public static final int MOST_UNPACKED_BYTES = 4 * MOST_BYTES;

    private static final String LINES = """
            select l.position, l.accepted, a.number, o.key
              from partner_bill b join partner_bill_line l on l.partner_bill_id = b.id
              left join billing_account a on a.id = l.account_id left join product_offering o on o.id = l.offering_id
             where b.document_id = $1 and l.position <= $2
            union all
            select u.position, true, a.number, o.key
              from usage_record u left join billing_account a on a.id = u.account_id left join product_offering o on o.id = u.offering_id
             where u.document_id = $1 and u.position <= $2
            """;
    private static final String TOTALS = """
            select a.number, b.currency as unit, sum(l.net) as value, count(*)::int as lines
              from partner_bill b join partner_bill_line l on l.partner_bill_id = b.id
              left join billing_account a on a.id = l.account_id
             where b.document_id = $1 and l.accepted group by 1, 2
            union all
            select a.number, u.unit, sum(u.quantity), count(*)::int
              from usage_record u left join billing_account a on a.id = u.account_id
             where u.document_id = $1 group by 1, 2
             order by 1, 2
            """;

    private static final String REFUSED = "REFUSED";
    private static final String PAYER = """
            with line as (
              select l.account_id, l.bill_period
                from partner_bill b join partner_bill_line l on l.partner_bill_id = b.id where b.document_id = $1 and l.accepted
              union all
              select u.account_id, u.bill_period from usage_record u where u.document_id = $1)
            select a.root_id, r.cycle_id, l.bill_period
              from line l join billing_account a on a.id = l.account_id join billing_account r on r.id = a.root_id
             where $2::text is null or a.number = $2
             order by l.bill_period, a.number limit 1
            """;

    private final AdapterDescriptors adapters;
    private final DocumentStore store;
    private final DocumentProcessing processing;
    private final SampleReading samples;
    private final TrialBills bills;
    private final Clock clock;

    DryRuns(
            AdapterDescriptors adapters,
            DocumentStore store,
            DocumentProcessing processing,
            SampleReading samples,
            TrialBills bills,
            Clock clock) {
        this.adapters = adapters;
        this.store = store;
        this.processing = processing;
        this.samples = samples;
        this.bills = bills;
        this.clock = clock;
    }

    /**
     * A document to be tried.
     *
     * @param descriptor of the adapter, as it would be stored; empty for the one that is stored
     * @param adapter its key; null where the partner has only one
     * @param fileName as the sender calls it, or null
     */
    public record Sample(
            String partner,
            String adapter,
            Optional<String> descriptor,
            String fileName,
            String contentType,
            byte[] content) {

        public Sample {
            if (content.length > MOST_BYTES) {
                throw new HubException(AdapterError.SAMPLE_TOO_LARGE, "A sample has at most " + MOST_BYTES + " bytes");
            }
        }
    }

    private record Judged(long document, DryRun run) {}

    /**
     * Judges a document inside the caller's transaction, which goes on as if nothing had been done.
     *
     * @return fails with INVALID_DESCRIPTOR, UNKNOWN_PARTNER, UNKNOWN_AGREEMENT, UNKNOWN_ADAPTER or ADAPTER_NEEDED where there is
     *     nothing to try it by
     */
    public Uni<DryRun> run(SqlConnection connection, TenantContext context, Sample sample) {
        return attempt(connection, context, sample, judged -> Uni.createFrom().item(judged.run()));
    }

    /**
     * The bill that an account of the document would get for the period of its first line: with all else that is known of the account,
     * as a run of the cycle would make it.
     *
     * @param account number of the billing account; null for the first that the document has a line for
     * @return fails as {@link #run} does, and with NO_TRIAL_BILL where no bill would come of it
     */
    public Uni<BillDocument> bill(SqlConnection connection, TenantContext context, Sample sample, String account) {
        return attempt(
                connection,
                context,
                sample,
                judged -> payer(connection, judged, account)
                        .flatMap(payer ->
                                bills.of(connection, context, payer.orElseThrow(() -> noBill(judged.run(), account))))
                        .map(trial -> trial.bill()
                                .orElseThrow(
                                        () -> new HubException(AdapterError.NO_TRIAL_BILL, trial.reason() + "."))));
    }

    private <T> Uni<T> attempt(
            SqlConnection connection, TenantContext context, Sample sample, Function<Judged, Uni<? extends T>> then) {
        Uni<Void> known = sample.descriptor()
                .map(descriptor -> adapters.put(connection, context, sample.adapter(), descriptor)
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
        return connection
                .query("savepoint dry_run")
                .execute()
                .flatMap(set -> known)
                .flatMap(done -> Waiting.onWorker(() -> judge(connection, context, sample)))
                .flatMap(then)
                .call(() -> connection.query("rollback to savepoint dry_run").execute());
    }

    /** Empty for a refused document without asking: its refusal may have ended the transaction. */
    private static Uni<Optional<TrialBills.Payer>> payer(SqlConnection connection, Judged judged, String account) {
        if (judged.run().status().equals(REFUSED)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return connection
                .preparedQuery(PAYER)
                .execute(Tuple.of(judged.document(), account))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(new TrialBills.Payer(row.getLong(0), row.getLong(1), row.getLocalDate(2)));
                    }
                    return Optional.empty();
                });
    }

    private static HubException noBill(DryRun run, String account) {
        String whose = account == null ? "" : " of account " + account;
        String findings = run.findings().stream()
                .limit(3)
                .map(finding -> finding.rule() + ": " + finding.detail())
                .collect(Collectors.joining("; "));
        return new HubException(
                AdapterError.NO_TRIAL_BILL,
                "The document has no accepted line" + whose + (findings.isEmpty() ? "." : ": " + findings + "."));
    }

    private Judged judge(SqlConnection connection, TenantContext context, Sample sample) {
        try (SpooledDocument spooled = SpooledDocument.of(new ByteArrayInputStream(sample.content()), MOST_BYTES)) {
            ReceivedDocument document = new ReceivedDocument(
                    context,
                    sample.partner(),
                    sample.adapter(),
                    "dry-run",
                    sample.fileName(),
                    sample.contentType(),
                    clock.instant());
            DocumentStore.Stored stored = store.store(connection, document, spooled);
            AdapterDescriptors.Stored adapter = Waiting.of(adapter(connection, stored.id()));
            ObjectNode canonical = samples.read(adapter.descriptor(), sample.fileName(), sample.content());
            String key = adapter.descriptor().key();
            try {
                IntakeOutcome outcome = processing.judge(context, connection, stored.id(), spooled.file());
                return new Judged(stored.id(), told(connection, stored, key, outcome.document(), canonical));
            } catch (RefusedException refusal) {
                Finding finding = refusal.finding();
                return new Judged(
                        stored.id(),
                        new DryRun(
                                key,
                                REFUSED,
                                null,
                                !stored.first(),
                                0,
                                0,
                                List.of(finding),
                                1,
                                lines(canonical, Map.of()),
                                CanonicalDocument.lineCount(canonical),
                                List.of(),
                                canonical));
            }
        }
    }

    /** The one that the document has come to, of the first time where its bytes were there. */
    private Uni<AdapterDescriptors.Stored> adapter(SqlConnection connection, long document) {
        return connection
                .preparedQuery(
                        "select a.key from received_document d join adapter a on a.id = d.adapter_id where d.id = $1")
                .execute(Tuple.of(document))
                .flatMap(rows -> adapters.get(connection, rows.iterator().next().getString(0)));
    }

    private static DryRun told(
            SqlConnection connection,
            DocumentStore.Stored stored,
            String adapter,
            IntakeOutcome.Document document,
            ObjectNode canonical) {
        Map<Integer, Row> judged = new HashMap<>();
        for (Row row : Waiting.of(connection.preparedQuery(LINES).execute(Tuple.of(stored.id(), MOST_LINES)))) {
            judged.put(row.getInteger(0), row);
        }
        List<DryRun.Total> totals = new ArrayList<>();
        for (Row row : Waiting.of(connection.preparedQuery(TOTALS).execute(Tuple.of(stored.id())))) {
            totals.add(new DryRun.Total(row.getString(0), row.getString(1), row.getBigDecimal(2), row.getInteger(3)));
        }
        return new DryRun(
                adapter,
                document.status(),
                document.number(),
                !stored.first(),
                document.acceptedLines(),
                document.quarantinedLines(),
                document.findings(),
                document.findingCount(),
                lines(canonical, judged),
                CanonicalDocument.lineCount(canonical),
                totals,
                canonical);
    }

    private static List<DryRun.Line> lines(ObjectNode canonical, Map<Integer, Row> judged) {
        List<DryRun.Line> lines = new ArrayList<>();
        for (JsonNode read : canonical.path("lines")) {
            if (lines.size() == MOST_LINES) {
                break;
            }
            Row row = judged.get(read.path("position").intValue());
            lines.add(new DryRun.Line(
                    (ObjectNode) read,
                    row != null && row.getBoolean(1),
                    row == null ? null : row.getString(2),
                    row == null ? null : row.getString(3)));
        }
        return lines;
    }
}
