package io.billinghub.adapters.intake;

import io.billinghub.adapters.assurance.BillAssurance;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RuleCode;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is in quarantine of one document, while it is judged again; position 0 is the document as a whole. */
final class KnownEntries {

    /** Position of what is said of the document as a whole. */
    static final int DOCUMENT = 0;

    private static final String ENTRIES = """
            select id, coalesce(position, 0) as position, rule_code, severity, status, place, amount, detail,
                   (evidence ->> 'difference')::numeric as difference
              from quarantine_entry where document_id = $1 and status <> 'RELEASED' order by id
            """;

    /**
     * One entry that was not released.
     *
     * @param difference of what was compared; null where nothing was
     */
    record Known(
            long id,
            int position,
            RuleCode rule,
            boolean blocks,
            String status,
            String place,
            BigDecimal amount,
            String detail,
            BigDecimal difference) {

        private boolean sameAmount(BigDecimal other) {
            return other == null || amount == null || amount.compareTo(other) == 0;
        }

        /** Whether the finding is no more than was seen then: a line may stay what it is while the usage beside it changes. */
        private boolean covers(Finding finding) {
            return rule == finding.rule()
                    && sameAmount(finding.amount())
                    && switch (rule) {
                        case USAGE_NOT_BILLED -> detail.equals(finding.detail());
                        case USAGE_DIFFERS, BILLED_WITHOUT_USAGE ->
                            difference == null || within(finding.evidence().difference());
                        default -> true;
                    };
        }

        private boolean within(BigDecimal now) {
            return now.signum() == difference.signum() && now.abs().compareTo(difference.abs()) <= 0;
        }
    }

    private record Key(int position, RuleCode rule) {}

    private final Map<Key, Known> entries = new HashMap<>();
    private final Map<Integer, List<Known>> waived = new HashMap<>();
    private final BitSet rejected = new BitSet();
    private final BitSet open = new BitSet();
    private final Map<Integer, String> places = new HashMap<>();
    private final Set<Long> kept = new HashSet<>();

    private KnownEntries() {}

    static KnownEntries of(SqlConnection connection, long document) {
        KnownEntries known = new KnownEntries();
        for (Row row : Waiting.of(connection.preparedQuery(ENTRIES).execute(Tuple.of(document)))) {
            known.add(new Known(
                    row.getLong("id"),
                    row.getInteger("position"),
                    RuleCode.valueOf(row.getString("rule_code")),
                    row.getString("severity").equals("QUARANTINE"),
                    row.getString("status"),
                    row.getString("place"),
                    row.getBigDecimal("amount"),
                    row.getString("detail"),
                    row.getBigDecimal("difference")));
        }
        return known;
    }

    private void add(Known entry) {
        entries.put(new Key(entry.position(), entry.rule()), entry);
        if (entry.blocks()) {
            places.put(entry.position(), entry.place());
        }
        switch (entry.status()) {
            case "WAIVED" ->
                waived.computeIfAbsent(entry.position(), at -> new ArrayList<>())
                        .add(entry);
            case "REJECTED" -> rejected.set(entry.position());
            default -> {
                if (entry.blocks()) {
                    open.set(entry.position());
                }
            }
        }
    }

    /**
     * The rules that were waived at a position: of the amount that was seen then, not of another one that the line has now.
     *
     * @param amount null where there is none to compare
     */
    Set<RuleCode> waived(int position, BigDecimal amount) {
        Set<RuleCode> rules = EnumSet.noneOf(RuleCode.class);
        for (Known entry : waived.getOrDefault(position, List.of())) {
            if (entry.sameAmount(amount)) {
                rules.add(entry.rule());
            }
        }
        return rules;
    }

    /** Whether what is found beyond one line was waived, and is no more than what was seen then. */
    boolean waives(Finding finding) {
        int position = finding.position() == null ? DOCUMENT : finding.position();
        return waived.getOrDefault(position, List.of()).stream().anyMatch(entry -> entry.covers(finding));
    }

    /** Positions of lines of which something was waived. */
    Set<Integer> waivedPositions() {
        return waived.keySet();
    }

    boolean rejected(int position) {
        return rejected.get(position);
    }

    /** Positions at which an entry keeps a line from being accepted, but for the document as a whole. */
    BitSet open() {
        BitSet lines = (BitSet) open.clone();
        lines.clear(DOCUMENT);
        return lines;
    }

    /** Whether the line that is read at the position stands where the one stood that was quarantined. */
    boolean samePlace(int position, String place) {
        String before = places.get(position);
        return before == null || before.equals(place);
    }

    /** Where the line stands that was quarantined at the position; the other place if none was. */
    String place(int position, String otherwise) {
        return places.getOrDefault(position, otherwise);
    }

    /** The entry that says the same as the finding; it is kept. Null if there is none. */
    Known keep(Finding finding) {
        Known known = entries.get(new Key(finding.position() == null ? DOCUMENT : finding.position(), finding.rule()));
        if (known != null) {
            kept.add(known.id());
        }
        return known;
    }

    /** Keeps what was found beyond one line: nothing of that was looked at. */
    void keepAssured() {
        entries.values().stream()
                .filter(entry -> BillAssurance.RULES.contains(entry.rule()))
                .forEach(entry -> kept.add(entry.id()));
    }

    /** Ids of the open entries at the positions, and of the document, that no finding has kept. */
    Long[] gone(BitSet judged) {
        List<Long> ids = new ArrayList<>();
        for (Known entry : entries.values()) {
            boolean seen = entry.position() == DOCUMENT || judged.get(entry.position());
            if (seen && entry.blocks() && entry.status().equals("OPEN") && !kept.contains(entry.id())) {
                ids.add(entry.id());
            }
        }
        return ids.toArray(Long[]::new);
    }
}
