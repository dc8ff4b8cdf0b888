package io.billinghub.onboarding.links;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.core.error.HubException;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.links.LinkReport.Fate;
import io.billinghub.onboarding.masterdata.application.Importer;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.billinghub.onboarding.masterdata.model.Finding;
import io.billinghub.onboarding.masterdata.model.ImportOutcome;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Links of a partner's customer numbers to billing accounts, by the rules of master data. A number that goes to another account from
 * a day on ends its link before; a row that would overlap several links, or one that ends by itself, is refused.
 */
@ApplicationScoped
public class AccountLinkImport {

    private static final List<String> NEEDED = List.of("customerNumber", "account");
    private static final List<String> OPTIONAL = List.of("validFrom", "validTo");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String PARTNER =
            "select 1 from party_role where role in ('PARTNER', 'SUB_PARTNER') and key = $1";
    private static final String ACCOUNTS = "select number from billing_account where number = any ($1)";
    private static final String LINKS = """
            select l.partner_account, a.number, nullif(l.valid_from, '-infinity') as valid_from,
                   nullif(l.valid_to, 'infinity') as valid_to
              from account_link l join party_role r on r.id = l.partner_id join billing_account a on a.id = l.account_id
             where r.key = $1 and l.partner_account = any ($2)
             order by l.valid_from
            """;

    private final MasterDataImport imports;

    public AccountLinkImport(MasterDataImport imports) {
        this.imports = imports;
    }

    /** A link that is stored; open ends are null. */
    private record Stored(String account, LocalDate from, LocalDate to) {

        boolean overlaps(LocalDate otherFrom, LocalDate otherTo) {
            return (from == null || otherTo == null || from.isBefore(otherTo))
                    && (to == null || otherFrom == null || otherFrom.isBefore(to));
        }

        boolean covers(LocalDate otherFrom, LocalDate otherTo) {
            boolean begun = from == null || otherFrom != null && !otherFrom.isBefore(from);
            return begun && (to == null || otherTo != null && !otherTo.isAfter(to));
        }
    }

    /**
     * Stores the rows inside the caller's transaction.
     *
     * @param csv columns customerNumber, account and, if need be, validFrom and validTo (the first day after)
     * @param whole whether nothing is stored where a row is refused
     * @return fails with INVALID_LINKS where the file can't be read, UNKNOWN_REFERENCE where there is no such partner
     */
    public Uni<LinkReport> run(SqlConnection connection, Importer importer, String partner, byte[] csv, boolean whole) {
        List<LinkEntry> entries = LinkTable.read(csv, NEEDED, OPTIONAL).stream()
                .map(row -> new LinkEntry(row, row.get("customerNumber"), row.get("account")))
                .toList();
        entries.forEach(AccountLinkImport::requireWhole);
        String[] accounts = distinct(entries.stream().map(LinkEntry::to).toList());
        String[] numbers = distinct(entries.stream().map(LinkEntry::link).toList());
        return connection
                .preparedQuery(PARTNER)
                .execute(Tuple.of(partner))
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw new HubException(
                                OnboardingError.UNKNOWN_REFERENCE, "There is no partner '" + partner + "'");
                    }
                })
                .flatMap(known -> connection.preparedQuery(ACCOUNTS).execute(Tuple.of((Object) accounts)))
                .invoke(rows -> requireAccounts(entries, rows))
                .flatMap(done -> connection.preparedQuery(LINKS).execute(Tuple.of(partner, numbers)))
                .map(AccountLinkImport::stored)
                .flatMap(stored -> {
                    List<ObjectNode> ended = judge(partner, entries, stored);
                    return store(connection, importer, partner, entries, ended, whole);
                });
    }

    /** Stores what no rule refuses; each round refuses at least one row more, so it comes to an end. */
    private Uni<LinkReport> store(
            SqlConnection connection,
            Importer importer,
            String partner,
            List<LinkEntry> entries,
            List<ObjectNode> ended,
            boolean whole) {
        List<LinkEntry> good = entries.stream()
                .filter(entry -> entry.fate() == Fate.CREATED || entry.fate() == Fate.MOVED)
                .toList();
        if (good.isEmpty() || whole && entries.stream().anyMatch(LinkEntry::refused)) {
            return Uni.createFrom().item(report(entries, !good.isEmpty() && !whole));
        }
        List<String> moved = good.stream().map(LinkEntry::link).toList();
        ObjectNode document = JSON.createObjectNode();
        ArrayNode links = document.putArray("accountLinks");
        good.forEach(entry -> links.add(link(partner, entry)));
        ended.stream()
                .filter(link -> moved.contains(link.path("partnerAccount").asText()))
                .forEach(links::add);
        return imports.take(connection, importer, document.toString().getBytes(StandardCharsets.UTF_8))
                .flatMap(outcome -> {
                    if (outcome instanceof ImportOutcome.Imported) {
                        return Uni.createFrom().item(report(entries, true));
                    }
                    refuse(good, (ImportOutcome.Refused) outcome);
                    return store(connection, importer, partner, entries, ended, whole);
                });
    }

    private static void refuse(List<LinkEntry> good, ImportOutcome.Refused refused) {
        boolean told = false;
        for (Finding finding : refused.findings()) {
            String[] steps = finding.pointer().split("/", -1);
            int index = steps.length > 2 && steps[2].matches("[0-9]{1,9}") ? Integer.parseInt(steps[2]) : good.size();
            if (index < good.size()) {
                good.get(index).refuse(finding.code(), finding.message());
                told = true;
            }
        }
        if (!told) { // of the links that end: then none of the rows can be stored
            Finding first = refused.findings().get(0);
            good.forEach(entry -> entry.refuse(first.code(), first.message()));
        }
    }

    private static List<ObjectNode> judge(String partner, List<LinkEntry> entries, Map<String, List<Stored>> stored) {
        List<ObjectNode> ended = new ArrayList<>();
        for (LinkEntry entry : entries) {
            if (!entry.refused()) {
                judge(partner, entry, stored.getOrDefault(entry.link(), List.of()), ended);
            }
        }
        return ended;
    }

    private static void judge(String partner, LinkEntry entry, List<Stored> links, List<ObjectNode> ended) {
        LocalDate from = day(entry, "validFrom");
        LocalDate to = day(entry, "validTo");
        List<Stored> others =
                links.stream().filter(link -> link.overlaps(from, to)).toList();
        if (entry.refused() || others.isEmpty()) {
            return;
        }
        Stored other = others.get(0);
        if (others.size() == 1 && other.account().equals(entry.to()) && other.covers(from, to)) {
            entry.fate(Fate.UNCHANGED);
        } else if (others.size() == 1
                && from != null
                && other.to() == null
                && !from.equals(other.from())
                && !other.account().equals(entry.to())) {
            ObjectNode end = JSON.createObjectNode()
                    .put("partner", partner)
                    .put("partnerAccount", entry.link())
                    .put("account", other.account());
            if (other.from() != null) {
                end.put("validFrom", other.from().toString());
            }
            ended.add(end.put("validTo", from.toString()));
            entry.fate(Fate.MOVED);
        } else {
            entry.refuse(
                    OnboardingError.LINK_TAKEN,
                    "number " + entry.link() + " belongs to account " + other.account() + " from "
                            + (other.from() == null ? "ever" : other.from()) + " until "
                            + (other.to() == null ? "further notice" : "before " + other.to()));
        }
    }

    private static void requireWhole(LinkEntry entry) {
        for (String column : NEEDED) {
            if (entry.row().get(column) == null) {
                entry.refuse(OnboardingError.INVALID_LINKS, "the row has no " + column);
            }
        }
        LocalDate from = day(entry, "validFrom");
        LocalDate to = day(entry, "validTo");
        if (from != null && to != null && !from.isBefore(to)) {
            entry.refuse(OnboardingError.EMPTY_VALIDITY, "it would hold from " + from + " until before " + to);
        }
    }

    private static LocalDate day(LinkEntry entry, String column) {
        String given = entry.row().get(column);
        try {
            return given == null ? null : LocalDate.parse(given);
        } catch (DateTimeParseException e) {
            entry.refuse(OnboardingError.INVALID_LINKS, column + " is '" + given + "', no day such as 2027-01-01");
            return null;
        }
    }

    private static void requireAccounts(List<LinkEntry> entries, Iterable<Row> rows) {
        List<String> known = new ArrayList<>();
        rows.forEach(row -> known.add(row.getString(0)));
        java.util.Set<String> numbers = java.util.Set.copyOf(known);
        entries.stream()
                .filter(entry -> !entry.refused() && !numbers.contains(entry.to()))
                .forEach(entry ->
                        entry.refuse(OnboardingError.UNKNOWN_REFERENCE, "there is no billing account " + entry.to()));
    }

    private static Map<String, List<Stored>> stored(Iterable<Row> rows) {
        Map<String, List<Stored>> stored = new HashMap<>();
        rows.forEach(row -> stored.computeIfAbsent(row.getString("partner_account"), key -> new ArrayList<>())
                .add(new Stored(
                        row.getString("number"), row.getLocalDate("valid_from"), row.getLocalDate("valid_to"))));
        return stored;
    }

    private static ObjectNode link(String partner, LinkEntry entry) {
        ObjectNode link = JSON.createObjectNode()
                .put("partner", partner)
                .put("partnerAccount", entry.link())
                .put("account", entry.to());
        OPTIONAL.stream()
                .filter(column -> entry.row().get(column) != null)
                .forEach(column -> link.put(column, entry.row().get(column)));
        return link;
    }

    private static LinkReport report(List<LinkEntry> entries, boolean stored) {
        return LinkReport.of(stored, entries.stream().map(LinkEntry::report).toList());
    }

    private static String[] distinct(List<String> texts) {
        return texts.stream()
                .filter(text -> text != null && !text.isEmpty())
                .distinct()
                .toArray(String[]::new);
    }
}
