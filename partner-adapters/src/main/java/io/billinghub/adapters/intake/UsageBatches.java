package io.billinghub.adapters.intake;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.document.DocumentStore;
import io.billinghub.adapters.document.DocumentStore.StoredLines;
import io.billinghub.adapters.document.ReceivedDocument;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.intake.LineWrites.UsageRow;
import io.billinghub.adapters.intake.UsageFates.Fate;
import io.billinghub.adapters.intake.UsageFates.Reason;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.model.EvidenceLine;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.Severity;
import io.billinghub.adapters.usage.ReadEvent;
import io.billinghub.adapters.validation.AgreementTerms;
import io.billinghub.core.error.HubException;
import io.billinghub.core.event.application.Outbox;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes in batches of usage events: all in one transaction, so that what is answered is durable, each event once. An event that
 * breaks a rule holds up none of the others; it is told to the sender and not kept but in the raw bytes of the batch.
 */
@ApplicationScoped
public class UsageBatches {

    /** {@code received_document.transport} of batches. */
    public static final String TRANSPORT = "usage-events";

    private static final int ROWS_PER_STATEMENT = 5_000;

    /** The agreements under which products are sold; for those that have no link the one of *, else the partner's first. */
    private static final String AGREEMENTS = """
            select l.partner_product, a.key
              from offering_link l
              join product_offering o on o.id = l.offering_id
              join agreement a on a.id = o.agreement_id and a.partner_id = l.partner_id
             where l.partner_id = $1 and l.partner_product = any ($2)
            """;

    private static final String FIRST_AGREEMENT =
            "select key from agreement where partner_id = $1 order by key limit 1";
    private static final String ANY_PRODUCT = "*";

    private final DocumentStore store;
    private final Outbox outbox;
    private final IdGenerator ids;
    private final Clock clock;

    public UsageBatches(DocumentStore store, Outbox outbox, IdGenerator ids, Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Takes a batch in, in the caller's transaction.
     *
     * @param partner key of the partner whose usage it is
     * @param content the bytes as they came, for the archive
     * @param contentType as the sender named it
     * @param events what the bytes say
     * @return fails with a HubException UNKNOWN_PARTNER, and INVALID_REQUEST for a value that can't be stored
     */
    public Uni<UsageFates> receive(
            SqlConnection connection,
            TenantContext context,
            String partner,
            byte[] content,
            String contentType,
            List<ReadEvent> events) {
        return Waiting.onWorker(() -> {
                    ReceivedDocument document =
                            new ReceivedDocument(context, partner, null, TRANSPORT, null, contentType, clock.instant());
                    StoredLines stored = store.storeLines(connection, document, content);
                    Judging judging = new Judging(connection, stored.partnerId(), events);
                    LineWrites writes = new LineWrites(connection, context.tenantId(), stored.id(), stored.partnerId());
                    int accepted = write(writes, judging, ids(events));
                    List<Fate> fates = judging.fates();
                    fates.sort(Comparator.comparingInt(Fate::position));
                    UsageFates outcome = new UsageFates(stored.uuid(), events.size(), accepted, fates);
                    tell(connection, context, partner, stored, outcome);
                    return outcome;
                })
                .onFailure(RefusedException.class)
                .transform(refused -> new HubException(
                        AdapterError.INVALID_REQUEST,
                        ((RefusedException) refused).finding().place() + ": "
                                + ((RefusedException) refused).finding().detail()));
    }

    /** Claims and writes in the order of event ids, so that two senders of the same events wait and never block each other. */
    private int write(LineWrites writes, Judging judging, Map<Integer, String> idOf) {
        List<UsageRow> rows = judging.rows();
        // before any row is locked: the first usage of a month makes tables, which all others wait for
        rows.stream().map(UsageRow::billPeriod).distinct().sorted().forEach(writes::ensurePeriod);
        rows.sort(Comparator.comparing((UsageRow row) -> row.usage().eventId())
                .thenComparing(row -> row.usage().position()));
        int accepted = 0;
        for (int from = 0; from < rows.size(); from += ROWS_PER_STATEMENT) {
            List<UsageRow> part = rows.subList(from, Math.min(rows.size(), from + ROWS_PER_STATEMENT));
            Set<Integer> claimed = writes.claim(part);
            List<UsageRow> fresh = new ArrayList<>(claimed.size());
            for (UsageRow row : part) {
                if (claimed.contains(row.usage().position())) {
                    fresh.add(row);
                } else {
                    judging.fates()
                            .add(duplicate(row.usage(), idOf.get(row.usage().position())));
                }
            }
            writes.usage(fresh);
            writes.findings(null, judging.warnings(fresh), warning -> ids.next());
            accepted += fresh.size();
        }
        return accepted;
    }

    private static Fate duplicate(CanonicalUsage usage, String id) {
        RuleCode rule = RuleCode.DUPLICATE_USAGE;
        return new Fate(
                usage.position(),
                id,
                Reason.DUPLICATE,
                rule.name(),
                "the event \"" + id + "\" was taken in before",
                rule.whatToDo());
    }

    private static Map<Integer, String> ids(List<ReadEvent> events) {
        Map<Integer, String> ids = new HashMap<>();
        events.forEach(event -> ids.put(event.line().position(), event.id()));
        return ids;
    }

    /**
     * The same bytes may come again when what they missed is there: then the document has more lines than before. The event of
     * a status is told once.
     */
    private void tell(
            SqlConnection connection, TenantContext context, String partner, StoredLines stored, UsageFates outcome) {
        int refused = outcome.count(Reason.REFUSED);
        DocumentRows.Counted counted =
                Waiting.of(DocumentRows.addAccepted(connection, stored.id(), outcome.accepted(), refused));
        DocumentRows.ToProcess document = new DocumentRows.ToProcess(
                stored.id(), stored.uuid(), stored.partnerId(), partner, null, counted.status(), null, null);
        Waiting.of(outbox.append(
                connection,
                context,
                List.of(DocumentEvents.event(
                        document, counted.status(), null, counted.accepted(), refused, clock.instant()))));
    }

    /** From what was read to rows and refusals. */
    private final class Judging implements ParsedLine.Reader {
        private final UsageRules rules;
        private final Map<String, AgreementTerms> terms;
        private final AgreementTerms otherwise;
        private final List<UsageRow> rows = new ArrayList<>();
        private final List<Fate> fates = new ArrayList<>();
        private final Map<Integer, List<Finding>> warnings = new HashMap<>();
        private String id = "";

        Judging(SqlConnection connection, long partner, List<ReadEvent> events) {
            Set<String> accounts = new HashSet<>();
            Set<String> products = new HashSet<>();
            for (ReadEvent event : events) {
                if (event.line() instanceof CanonicalUsage usage) {
                    accounts.add(usage.account());
                    products.add(usage.product());
                }
            }
            this.rules = new UsageRules(Lookups.of(connection, partner, accounts, products), clock.instant());
            this.terms = terms(connection, partner, products);
            this.otherwise = terms.containsKey(ANY_PRODUCT) ? terms.get(ANY_PRODUCT) : first(connection, partner);
            for (ReadEvent event : events) {
                id = event.id();
                event.line().tell(this);
            }
        }

        List<UsageRow> rows() {
            return rows;
        }

        List<Fate> fates() {
            return fates;
        }

        /** What is kept for people to see, of usage that is accepted all the same. */
        List<Finding> warnings(List<UsageRow> accepted) {
            return accepted.stream()
                    .flatMap(row -> warnings.getOrDefault(row.usage().position(), List.of()).stream())
                    .toList();
        }

        @Override
        public void usage(CanonicalUsage usage) {
            AgreementTerms agreed = terms.getOrDefault(usage.product(), otherwise);
            if (agreed == null) {
                refuse(usage, RuleCode.NO_AGREEMENT_IN_FORCE, "there is no agreement with this partner");
                return;
            }
            UsageRules.Judged judged = rules.judge(usage, agreed);
            if (judged.row() == null) {
                Finding first = judged.broken().stream()
                        .filter(finding -> finding.severity() != Severity.WARN)
                        .findFirst()
                        .orElseThrow();
                refuse(usage, first.rule(), first.detail());
                return;
            }
            rows.add(judged.row());
            if (!judged.broken().isEmpty()) {
                warnings.put(usage.position(), judged.broken());
            }
        }

        @Override
        public void flawed(FlawedLine line) {
            refuse(line, line.rule(), line.detail());
        }

        @Override
        public void line(CanonicalLine line) {
            throw new IllegalStateException("a line of a bill is no usage event");
        }

        @Override
        public void evidence(EvidenceLine line) {
            throw new IllegalStateException("evidence is no usage event");
        }

        private void refuse(ParsedLine line, RuleCode rule, String detail) {
            fates.add(new Fate(line.position(), id, Reason.REFUSED, rule.name(), detail, rule.whatToDo()));
        }

        private Map<String, AgreementTerms> terms(SqlConnection connection, long partner, Set<String> products) {
            Set<String> wanted = new HashSet<>(products);
            wanted.add(ANY_PRODUCT);
            Tuple values = Tuple.of(partner, wanted.toArray(String[]::new));
            Map<String, AgreementTerms> byAgreement = new HashMap<>();
            Map<String, AgreementTerms> byProduct = new HashMap<>();
            for (Row row : Waiting.of(connection.preparedQuery(AGREEMENTS).execute(values))) {
                byProduct.put(
                        row.getString(0),
                        byAgreement.computeIfAbsent(row.getString(1), key -> agreement(connection, partner, key)));
            }
            return byProduct;
        }

        private AgreementTerms first(SqlConnection connection, long partner) {
            for (Row row : Waiting.of(connection.preparedQuery(FIRST_AGREEMENT).execute(Tuple.of(partner)))) {
                return agreement(connection, partner, row.getString(0));
            }
            return null;
        }

        private static AgreementTerms agreement(SqlConnection connection, long partner, String key) {
            List<AgreementTerms> versions = Lookups.agreement(connection, partner, key);
            return DocumentProcessing.forever(versions, versions.get(0));
        }
    }
}
