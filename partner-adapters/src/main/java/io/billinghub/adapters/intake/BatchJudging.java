package io.billinghub.adapters.intake;

import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.intake.LineWrites.Claim;
import io.billinghub.adapters.intake.LineWrites.TakenBack;
import io.billinghub.adapters.intake.LineWrites.UsageRow;
import io.billinghub.adapters.intake.UsageFates.Fate;
import io.billinghub.adapters.intake.UsageFates.Reason;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.model.EvidenceLine;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.Severity;
import io.billinghub.adapters.model.UsageReversal;
import io.billinghub.adapters.usage.EventKey;
import io.billinghub.adapters.usage.ReadEvent;
import io.billinghub.adapters.validation.AgreementTerms;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** From the events of a batch to rows and refusals; reads what it needs, and writes nothing. */
final class BatchJudging implements ParsedLine.Reader {

    /** The record by which a correction takes back stands so far behind the one that it counts. */
    static final int TAKEN_BACK_BEHIND = 1_000_000_000;

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

    private final Originals originals;
    private final Lookups lookups;
    private final UsageRules rules;
    private final Map<String, AgreementTerms> terms;
    private final AgreementTerms otherwise;
    private final Map<Integer, UsageRow> rows = new HashMap<>();
    private final Map<Integer, TakingBack.Taker> takers = new HashMap<>();
    private final Map<Integer, ReadEvent> read = new HashMap<>();
    private final List<Claim> claims = new ArrayList<>();
    private final List<Fate> fates = new ArrayList<>();
    private final Map<Integer, List<Finding>> warnings = new HashMap<>();
    private final Map<Integer, Finding> broken = new HashMap<>();
    private final Function<CanonicalUsage, Set<RuleCode>> waived;

    BatchJudging(SqlConnection connection, AccountLinks links, long partner, List<ReadEvent> events, Instant now) {
        this(connection, links, partner, events, now, usage -> Set.of());
    }

    /** @param waived which rules only warn, of one usage */
    BatchJudging(
            SqlConnection connection,
            AccountLinks links,
            long partner,
            List<ReadEvent> events,
            Instant now,
            Function<CanonicalUsage, Set<RuleCode>> waived) {
        this.waived = waived;
        Set<String> accounts = new HashSet<>();
        Set<String> products = new HashSet<>();
        List<TakingBack.Taker> asked = new ArrayList<>();
        for (ReadEvent event : events) {
            read.put(event.line().position(), event);
            if (event.line() instanceof CanonicalUsage usage) {
                accounts.add(usage.account());
                products.add(usage.product());
                if (usage.corrects() != null) {
                    asked.add(new TakingBack.Taker(usage.position(), usage.eventId(), usage.corrects(), true));
                }
            } else if (event.line() instanceof UsageReversal reversal) {
                asked.add(new TakingBack.Taker(reversal.position(), reversal.eventId(), reversal.reverses(), false));
            }
        }
        this.originals = Originals.of(connection, partner, asked);
        this.lookups =
                Lookups.of(connection, partner, links.of(connection, partner, accounts), products, originals.cycles());
        this.rules = new UsageRules(lookups, now);
        this.terms = terms(connection, partner, products);
        this.otherwise = terms.containsKey(ANY_PRODUCT) ? terms.get(ANY_PRODUCT) : first(connection, partner);
        for (ReadEvent event : events) {
            event.line().tell(this);
        }
        if (!asked.isEmpty()) {
            rows.putAll(CorrectedPeriods.of(rows.values(), originals, lookups::cycle));
        }
        asked.removeIf(taker -> taker.counts() && !rows.containsKey(taker.position()));
        settle(asked);
    }

    /** What is to be claimed, in the order in which it is. */
    List<Claim> claims() {
        return claims;
    }

    /** Those that were refused; duplicates are added while they are found. */
    List<Fate> fates() {
        return fates;
    }

    /** The records of the events that are new. */
    List<UsageRow> rows(Set<Integer> claimed) {
        return claimed.stream().map(rows::get).filter(row -> row != null).toList();
    }

    /** What the events that are new take back. */
    List<TakenBack> takenBack(Set<Integer> claimed) {
        return claimed.stream()
                .map(takers::get)
                .filter(taker -> taker != null)
                .map(taker -> new TakenBack(
                        taker.original(), taker.counts() ? taker.position() + TAKEN_BACK_BEHIND : taker.position()))
                .toList();
    }

    /** First days of the periods that rows are written into. */
    List<LocalDate> periods() {
        Stream<LocalDate> open =
                originals.cycles().stream().map(cycle -> lookups.cycle(cycle).openFrom());
        return Stream.concat(rows.values().stream().map(UsageRow::billPeriod), open)
                .distinct()
                .sorted()
                .toList();
    }

    /** What was refused, as it is kept where no sender waits for the answer. */
    List<Finding> refused() {
        return fates.stream()
                .filter(fate -> fate.reason() == Reason.REFUSED)
                .map(this::refused)
                .toList();
    }

    private Finding refused(Fate fate) {
        Finding first = broken.get(fate.position());
        return new Finding(
                        RuleCode.valueOf(fate.code()),
                        Severity.QUARANTINE,
                        fate.position(),
                        read.get(fate.position()).line().place(),
                        fate.detail(),
                        first == null ? null : first.amount(),
                        first == null ? null : first.currency())
                .because(first == null ? null : first.cause());
    }

    /** What is kept for people to see, of usage that is accepted all the same. */
    List<Finding> warnings(Set<Integer> claimed) {
        return claimed.stream()
                .flatMap(position -> warnings.getOrDefault(position, List.of()).stream())
                .toList();
    }

    /** Tells that the event was there before. */
    void duplicate(int position) {
        RuleCode rule = RuleCode.DUPLICATE_USAGE;
        String id = read.get(position).id();
        String detail = "the event \"" + id + "\" was taken in before";
        fates.add(new Fate(position, id, Reason.DUPLICATE, rule.name(), detail, rule.whatToDo()));
    }

    @Override
    public void usage(CanonicalUsage usage) {
        AgreementTerms agreed = terms.getOrDefault(usage.product(), otherwise);
        if (agreed == null) {
            refuse(usage, RuleCode.NO_AGREEMENT_IN_FORCE, "there is no agreement with this partner");
            return;
        }
        Set<RuleCode> warned = waived.apply(usage);
        UsageRules.Judged judged = rules.judge(usage, warned.isEmpty() ? agreed : agreed.waiving(warned));
        if (judged.row() == null) {
            Finding first = judged.broken().stream()
                    .filter(finding -> finding.severity() != Severity.WARN)
                    .findFirst()
                    .orElseThrow();
            broken.put(usage.position(), first);
            refuse(usage, first.rule(), first.detail());
            return;
        }
        rows.put(usage.position(), judged.row());
        if (!judged.broken().isEmpty()) {
            warnings.put(usage.position(), judged.broken());
        }
    }

    @Override
    public void reversal(UsageReversal reversal) {
        // nothing to judge by itself: settled when all others are
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

    private void settle(List<TakingBack.Taker> asked) {
        asked.forEach(taker -> takers.put(taker.position(), taker));
        Set<String> counting = new HashSet<>();
        for (UsageRow row : rows.values()) {
            if (!takers.containsKey(row.usage().position())) {
                counting.add(row.usage().eventId());
            }
        }
        TakingBack.refused(asked, counting, originals).forEach((position, rule) -> {
            TakingBack.Taker taker = takers.remove(position);
            rows.remove(position);
            if (rule == RuleCode.DUPLICATE_USAGE) {
                duplicate(position);
            } else {
                refuse(position, rule, detail(rule, EventKey.id(taker.original())));
            }
        });
        rows.values().forEach(row -> claims.add(row.claim()));
        takers.values().stream()
                .filter(taker -> !taker.counts())
                .forEach(taker ->
                        claims.add(new Claim(taker.key(), taker.position(), null, "event " + taker.position())));
        claims.sort(Comparator.comparing(Claim::eventId).thenComparing(Claim::position));
    }

    private static String detail(RuleCode rule, String original) {
        return "the event \"" + original + "\" "
                + switch (rule) {
                    case UNKNOWN_ORIGINAL -> "of this source was not taken in";
                    case ORIGINAL_TAKEN_BACK -> "was taken back before";
                    case REVERSAL_TAKEN_BACK -> "takes another one back and counts nothing";
                    default -> throw new IllegalStateException(rule + " is no rule of events that take back others");
                };
    }

    private void refuse(ParsedLine line, RuleCode rule, String detail) {
        refuse(line.position(), rule, detail);
    }

    private void refuse(int position, RuleCode rule, String detail) {
        fates.add(new Fate(position, read.get(position).id(), Reason.REFUSED, rule.name(), detail, rule.whatToDo()));
    }

    private static Map<String, AgreementTerms> terms(SqlConnection connection, long partner, Set<String> products) {
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

    private static AgreementTerms first(SqlConnection connection, long partner) {
        for (Row row : Waiting.of(connection.preparedQuery(FIRST_AGREEMENT).execute(Tuple.of(partner)))) {
            return agreement(connection, partner, row.getString(0));
        }
        return null;
    }

    private static AgreementTerms agreement(SqlConnection connection, long partner, String key) {
        List<AgreementTerms> versions = Lookups.agreement(connection, partner, key);
        return versions.get(0).forever(versions);
    }
}
