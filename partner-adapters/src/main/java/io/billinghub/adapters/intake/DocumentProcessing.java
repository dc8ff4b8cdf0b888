package io.billinghub.adapters.intake;

import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.assurance.BillAssurance;
import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.descriptor.DescriptorReader;
import io.billinghub.adapters.document.DocumentStore;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.Unpacker;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.ServicePeriod;
import io.billinghub.adapters.model.Severity;
import io.billinghub.adapters.validation.AgreementTerms;
import io.billinghub.adapters.validation.BillFacts;
import io.billinghub.adapters.validation.BillRules;
import io.billinghub.adapters.validation.StoredBill;
import io.billinghub.core.event.application.Outbox;
import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** From stored bytes to lines, findings and a status: the second transaction of an intake. */
@ApplicationScoped
public class DocumentProcessing {

    private static final Logger LOG = Logger.getLogger(DocumentProcessing.class);

    private final TenantTransaction transactions;
    private final DocumentStore store;
    private final DescriptorReader descriptors;
    private final Outbox outbox;
    private final IdGenerator ids;
    private final Clock clock;
    private final AdapterSettings settings;

    public DocumentProcessing(
            TenantTransaction transactions,
            DocumentStore store,
            DescriptorReader descriptors,
            Outbox outbox,
            IdGenerator ids,
            Clock clock,
            AdapterSettings settings) {
        this.transactions = transactions;
        this.store = store;
        this.descriptors = descriptors;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
        this.settings = settings;
    }

    /** A document that was read once. */
    record Reading(
            DocumentRows.ToProcess document,
            AdapterDescriptor descriptor,
            DocumentParser parser,
            Path file,
            Optional<CanonicalBill> bill,
            BillFacts facts,
            Phases phases) {}

    /**
     * Processes the document if nobody has yet, and answers what became of it.
     *
     * @param raw a file with its bytes, or null to read them from the database
     */
    public Uni<IntakeOutcome> process(TenantContext context, long documentId, Path raw) {
        return transactions
                .run(context, connection -> DocumentRows.load(connection, documentId))
                .flatMap(document -> document.pending()
                        ? read(context, document, raw)
                        : Uni.createFrom().voidItem())
                .flatMap(done -> transactions.run(context, connection -> DocumentRows.outcome(connection, documentId)));
    }

    /**
     * Judges a document inside of the caller's transaction, all of which the caller rolls back; for worker threads.
     *
     * @throws RefusedException if the document is refused; the transaction may be aborted then
     */
    public IntakeOutcome judge(TenantContext context, SqlConnection connection, long documentId, Path raw) {
        DocumentRows.ToProcess document = Waiting.of(DocumentRows.load(connection, documentId));
        Scratch scratch = new Scratch();
        try {
            Reading reading = firstReading(context, document, raw, scratch);
            ensureMonths(context, connection, reading);
            secondReading(context, connection, reading);
            return Waiting.of(DocumentRows.outcome(connection, documentId));
        } catch (RefusedException refusal) {
            throw refusal;
        } catch (RuntimeException failure) {
            throw RefusedValue.of(failure, "document").orElseThrow(() -> failure);
        } finally {
            scratch.close();
        }
    }

    private Uni<Void> read(TenantContext context, DocumentRows.ToProcess document, Path raw) {
        return Waiting.onWorker(Scratch::new)
                .flatMap(scratch -> Waiting.onWorker(() -> firstReading(context, document, raw, scratch))
                        .flatMap(reading -> prepare(context, reading).flatMap(ready -> accept(context, reading)))
                        .onFailure()
                        .transform(failure -> RefusedValue.of(failure, "document")
                                .map(Throwable.class::cast)
                                .orElse(failure))
                        .onFailure(RefusedException.class)
                        .recoverWithUni(refusal -> refuse(context, document, ((RefusedException) refusal).finding()))
                        .eventually(scratch::close));
    }

    Reading firstReading(TenantContext context, DocumentRows.ToProcess document, Path raw, Scratch scratch) {
        Phases phases = new Phases();
        try {
            AdapterDescriptor descriptor = descriptors.read(document.descriptor());
            Path packed = raw;
            if (packed == null) {
                packed = scratch.file("raw");
                store.copyTo(context, document.id(), packed);
            }
            Path file = new Unpacker(settings.maxUnpackedSize(), settings.maxCompressionRatio())
                    .unpack(packed, scratch.file("unpacked"));
            if (Files.size(file) == 0) {
                throw new RefusedException(RuleCode.EMPTY_DOCUMENT, "document", "the document has no bytes");
            }
            DocumentParser parser = descriptor.parser(document.fileName(), settings.maxMappedSize());
            BillFacts facts = new BillFacts(Files.size(file));
            Optional<CanonicalBill> bill = parse(parser, file, facts);
            if (facts.lines() == 0) {
                throw new RefusedException(RuleCode.EMPTY_DOCUMENT, "document", "the document has no line");
            }
            phases.done("read");
            return new Reading(document, descriptor, parser, file, bill, facts, phases);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A parser that fails in a way nobody thought of must not leave the document pending for ever. */
    private static Optional<CanonicalBill> parse(DocumentParser parser, Path file, BillFacts facts) throws IOException {
        try {
            return parser.parse(file, line -> line.tell(facts));
        } catch (RefusedException refusal) {
            throw refusal;
        } catch (LineFlawException flaw) {
            throw new RefusedException(RuleCode.MALFORMED_DOCUMENT, "document", flaw.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warnf(e, "A parser failed on a document");
            throw new RefusedException(RuleCode.MALFORMED_DOCUMENT, "document", "the document can't be read: " + e);
        }
    }

    /**
     * Makes the tables in a transaction of their own: who makes one keeps others waiting that need it, and reading the document takes long.
     */
    Uni<Void> prepare(TenantContext context, Reading reading) {
        return transactions.run(
                context,
                connection -> Waiting.onWorker(() -> {
                    ensureMonths(context, connection, reading);
                    return null;
                }));
    }

    private void ensureMonths(TenantContext context, SqlConnection connection, Reading reading) {
        new LineWrites(connection, context.tenantId(), 0, 0)
                .ensurePeriods(DocumentMonths.of(
                        connection, reading.document().partnerId(), reading.facts(), clock.instant()));
    }

    private Uni<Void> accept(TenantContext context, Reading reading) {
        return transactions.run(
                context,
                connection -> Waiting.onWorker(() -> {
                    if (Waiting.of(DocumentRows.lockPending(
                            connection, reading.document().id()))) {
                        secondReading(context, connection, reading);
                    }
                    return null;
                }));
    }

    private void secondReading(TenantContext context, SqlConnection connection, Reading reading) {
        DocumentRows.ToProcess document = reading.document();
        List<AgreementTerms> versions = Lookups.agreement(
                connection, document.partnerId(), reading.descriptor().agreement());
        if (versions.isEmpty()) {
            throw new RefusedException(
                    RuleCode.NO_AGREEMENT_IN_FORCE,
                    "document",
                    "there is no agreement " + reading.descriptor().agreement() + " with this partner");
        }
        LineWrites writes = new LineWrites(connection, context.tenantId(), document.id(), document.partnerId());
        Restatement restatement = restatement(context, connection, reading);
        Lookups lookups = Lookups.of(
                        connection,
                        document.partnerId(),
                        AccountLinks.stored(
                                connection,
                                document.partnerId(),
                                reading.facts().accounts()),
                        reading.facts().products(),
                        restatement.cycles())
                .withHeld(connection, document.partnerId());
        restatement.lockPartner();
        Acceptance acceptance = reading.bill().isPresent()
                ? openBill(context, connection, reading, versions, writes, lookups)
                : new Acceptance(writes, lookups, versions.get(0).forever(versions), null, ids, clock.instant());
        try {
            reading.parser().parse(reading.file(), line -> line.tell(acceptance));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        acceptance.flush();
        reading.phases().done("written");
        reading.bill()
                .ifPresent(
                        bill -> assure(context, connection, reading, bill, versions, acceptance, writes, restatement));
        reading.phases().done("held against what is known");
        if (Phases.tells(reading.facts().lines())) {
            LOG.infof(
                    "Document %s of %d lines; %s",
                    document.uuid(), reading.facts().lines(), reading.phases());
        }
        finish(context, connection, reading, acceptance);
    }

    /** A login that brings a bill need not see all that it takes the place of. */
    private Restatement restatement(TenantContext context, SqlConnection connection, Reading reading) {
        if (reading.bill().filter(CanonicalBill::restates).isEmpty()) {
            return Restatement.none();
        }
        Waiting.of(transactions.lift(connection, context));
        Restatement restatement =
                Restatement.begin(connection, reading.document(), reading.bill().orElseThrow());
        Waiting.of(transactions.restore(connection, context));
        return restatement;
    }

    private Acceptance openBill(
            TenantContext context,
            SqlConnection connection,
            Reading reading,
            List<AgreementTerms> versions,
            LineWrites writes,
            Lookups lookups) {
        CanonicalBill bill = reading.bill().orElseThrow();
        if (BillRules.minorUnits(bill.currency()).isEmpty()) {
            throw new RefusedException(
                    RuleCode.UNKNOWN_CURRENCY,
                    "document",
                    bill.currency() == null
                            ? "the document names no currency"
                            : "\"" + bill.currency() + "\" is no currency of ISO 4217");
        }
        ServicePeriod period = reading.facts()
                .period(bill)
                .orElseThrow(() -> reading.facts()
                        .firstFlaw()
                        .map(flaw -> new RefusedException(
                                RuleCode.MALFORMED_DOCUMENT,
                                flaw.place(),
                                "no line of the document can be read; the first one: " + flaw.detail()))
                        .orElseGet(() -> new RefusedException(
                                RuleCode.MALFORMED_DOCUMENT,
                                "document",
                                "neither the document nor any of its lines has a period")));
        AgreementTerms terms = inForce(versions, period).forever(versions);
        List<Finding> findings = BillRules.check(bill, reading.facts(), terms);
        for (Finding finding : findings) {
            if (finding.severity() == Severity.REFUSE) {
                throw new RefusedException(finding.rule(), finding.place(), finding.detail());
            }
        }
        long id = BillRows.insert(connection, context.tenantId(), ids.next(), reading.document(), bill, period, terms);
        writes.findings(id, findings, finding -> ids.next());
        boolean blocked = findings.stream().anyMatch(finding -> finding.severity() == Severity.QUARANTINE);
        return new Acceptance(
                writes,
                lookups,
                terms,
                new Acceptance.Bill(
                        id, bill.currency(), period, blocked, reading.facts().repeats()),
                ids,
                clock.instant());
    }

    /** Holds the bill against what was billed before and what is agreed; a login that brings it need not see all that. */
    private void assure(
            TenantContext context,
            SqlConnection connection,
            Reading reading,
            CanonicalBill bill,
            List<AgreementTerms> versions,
            Acceptance acceptance,
            LineWrites writes,
            Restatement restatement) {
        Acceptance.Bill opened = acceptance.bill();
        StoredBill stored = new StoredBill(
                opened.id(),
                reading.document().id(),
                reading.document().partnerId(),
                bill.number(),
                bill.currency(),
                opened.period(),
                bill.periodFrom() != null,
                acceptance.billPeriods(),
                acceptance.offerings(),
                inForce(versions, opened.period()).forever(versions));
        Waiting.of(transactions.lift(connection, context));
        restatement.mark(opened.id());
        List<Finding> found = acceptance.assured(
                new BillAssurance(connection, stored, acceptance.accepted()), restatement, stored.terms());
        writes.findings(opened.id(), found, f -> ids.next());
        List<DomainEvent> replaced = restatement.end(writes, found, acceptance.accepted(), clock.instant());
        if (!replaced.isEmpty()) {
            Waiting.of(outbox.append(connection, context, replaced));
        }
        Waiting.of(connection
                .preparedQuery(RestatementSql.AWAITED)
                .execute(Tuple.of(reading.document().partnerId(), bill.number())));
        Waiting.of(transactions.restore(connection, context));
    }

    static AgreementTerms inForce(List<AgreementTerms> versions, ServicePeriod period) {
        for (LocalDate day : List.of(period.from(), period.to().minusDays(1))) {
            for (AgreementTerms version : versions) {
                if (version.inForce(day)) {
                    return version;
                }
            }
        }
        throw new RefusedException(
                RuleCode.NO_AGREEMENT_IN_FORCE,
                "document",
                "no version of the agreement is in force from " + period.from() + " until before " + period.to());
    }

    private void finish(TenantContext context, SqlConnection connection, Reading reading, Acceptance acceptance) {
        if (acceptance.bill() != null) {
            BillRows.totals(connection, acceptance.bill().id(), acceptance);
        }
        String status = acceptance.status();
        Waiting.of(DocumentRows.setStatus(
                connection, reading.document().id(), status, null, acceptance.accepted(), acceptance.quarantined()));
        Waiting.of(outbox.append(
                connection,
                context,
                List.of(DocumentEvents.event(
                        reading.document(),
                        status,
                        reading.bill().map(CanonicalBill::number).orElse(null),
                        acceptance.accepted(),
                        acceptance.quarantined(),
                        clock.instant()))));
    }

    private Uni<Void> refuse(TenantContext context, DocumentRows.ToProcess document, Finding finding) {
        return transactions.run(
                context,
                connection -> Waiting.onWorker(() -> {
                    if (Waiting.of(DocumentRows.lockPending(connection, document.id()))) {
                        new LineWrites(connection, context.tenantId(), document.id(), document.partnerId())
                                .findings(null, List.of(finding), refused -> ids.next());
                        Waiting.of(DocumentRows.setStatus(connection, document.id(), "REFUSED", finding, 0, 0));
                        Waiting.of(outbox.append(
                                connection,
                                context,
                                List.of(DocumentEvents.event(document, "REFUSED", null, 0, 0, clock.instant()))));
                    }
                    return null;
                }));
    }
}
