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
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Links of a partner's products to offerings that are sold under its agreement. An offering that is not there is made, where its row
 * says in which unit it is counted.
 */
@ApplicationScoped
public class ProductLinkImport {

    private static final List<String> NEEDED = List.of("product", "offering");
    private static final List<String> OPTIONAL = List.of("name", "unit", "taxClass");
    private static final String KEY = "[a-z0-9][a-z0-9._-]{0,62}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String AGREEMENT = """
            select a.key from agreement a join party_role r on r.id = a.partner_id where r.key = $1 order by a.id limit 1
            """;
    private static final String OFFERINGS = """
            select o.key, o.name, o.unit, o.tax_class, a.key as agreement, r.key as partner
              from product_offering o left join agreement a on a.id = o.agreement_id left join party_role r on r.id = a.partner_id
             where o.key = any ($1)
            """;
    private static final String LINKS = """
            select l.partner_product, o.key from offering_link l join party_role r on r.id = l.partner_id
              join product_offering o on o.id = l.offering_id where r.key = $1 and l.partner_product = any ($2)
            """;

    private final MasterDataImport imports;

    public ProductLinkImport(MasterDataImport imports) {
        this.imports = imports;
    }

    private record Offering(String name, String unit, String taxClass, String agreement, String partner) {}

    /**
     * Stores the rows inside the caller's transaction.
     *
     * @param csv columns product and offering; name, unit and taxClass (standard where it is empty) for offerings that are new
     * @param whole whether nothing is stored where a row is refused
     * @return fails with INVALID_LINKS, or UNKNOWN_REFERENCE where there is no partner with an agreement
     */
    public Uni<LinkReport> run(SqlConnection connection, Importer importer, String partner, byte[] csv, boolean whole) {
        List<LinkEntry> entries = LinkTable.read(csv, NEEDED, OPTIONAL).stream()
                .map(row -> new LinkEntry(row, row.get("product"), row.get("offering")))
                .toList();
        Map<String, LinkEntry> seen = new HashMap<>();
        entries.forEach(entry -> requireWhole(entry, seen));
        Object offerings = entries.stream()
                .map(LinkEntry::to)
                .filter(key -> key != null)
                .distinct()
                .toArray(String[]::new);
        Object products = seen.keySet().toArray(String[]::new);
        return connection
                .preparedQuery(AGREEMENT)
                .execute(Tuple.of(partner))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw new HubException(
                                OnboardingError.UNKNOWN_REFERENCE,
                                "There is no partner '" + partner + "' that has an agreement");
                    }
                    return rows.iterator().next().getString(0);
                })
                .flatMap(agreement -> connection
                        .preparedQuery(OFFERINGS)
                        .execute(Tuple.of(offerings))
                        .map(rows -> {
                            Map<String, Offering> known = new HashMap<>();
                            rows.forEach(row -> known.put(
                                    row.getString("key"),
                                    new Offering(
                                            row.getString("name"),
                                            row.getString("unit"),
                                            row.getString("tax_class"),
                                            row.getString("agreement"),
                                            row.getString("partner"))));
                            entries.forEach(entry -> complete(entry, partner, agreement, known));
                            return known;
                        })
                        .call(known -> connection
                                .preparedQuery(LINKS)
                                .execute(Tuple.of(partner, products))
                                .invoke(rows -> rows.forEach(row -> seen.get(row.getString(0))
                                        .fate(fate(seen.get(row.getString(0)), row.getString(1)))))))
                .flatMap(known -> store(connection, importer, entries, known, whole));
    }

    private Uni<LinkReport> store(
            SqlConnection connection,
            Importer importer,
            List<LinkEntry> entries,
            Map<String, Offering> offerings,
            boolean whole) {
        Map<String, List<LinkEntry>> good = new LinkedHashMap<>();
        entries.stream()
                .filter(entry -> entry.fate() == Fate.CREATED || entry.fate() == Fate.MOVED)
                .forEach(entry -> good.computeIfAbsent(entry.to(), key -> new ArrayList<>())
                        .add(entry));
        if (good.isEmpty() || whole && entries.stream().anyMatch(LinkEntry::refused)) {
            return Uni.createFrom().item(report(entries, !good.isEmpty() && !whole));
        }
        ObjectNode document = JSON.createObjectNode();
        ArrayNode array = document.putArray("offerings");
        good.forEach((key, links) -> {
            Offering offering = offerings.get(key);
            ArrayNode products = array.addObject()
                    .put("key", key)
                    .put("name", offering.name())
                    .put("agreement", offering.agreement())
                    .put("unit", offering.unit())
                    .put("taxClass", offering.taxClass())
                    .putArray("partnerProducts");
            links.forEach(link -> products.add(link.link()));
        });
        return imports.take(connection, importer, document.toString().getBytes(StandardCharsets.UTF_8))
                .flatMap(outcome -> {
                    if (outcome instanceof ImportOutcome.Imported) {
                        return Uni.createFrom().item(report(entries, true));
                    }
                    refuse(List.copyOf(good.values()), (ImportOutcome.Refused) outcome);
                    return store(connection, importer, entries, offerings, whole);
                });
    }

    /** A finding of an offering refuses all rows of it. */
    private static void refuse(List<List<LinkEntry>> good, ImportOutcome.Refused refused) {
        for (Finding finding : refused.findings()) {
            String[] steps = finding.pointer().split("/", -1);
            int index = steps.length > 2 && steps[2].matches("[0-9]{1,9}") ? Integer.parseInt(steps[2]) : good.size();
            List<List<LinkEntry>> meant = index < good.size() ? List.of(good.get(index)) : good;
            meant.forEach(rows -> rows.forEach(entry -> entry.refuse(finding.code(), finding.message())));
        }
    }

    private static Fate fate(LinkEntry entry, String offering) {
        if (entry.refused()) {
            return Fate.REFUSED;
        }
        return offering.equals(entry.to()) ? Fate.UNCHANGED : Fate.MOVED;
    }

    private static void requireWhole(LinkEntry entry, Map<String, LinkEntry> seen) {
        for (String column : NEEDED) {
            if (entry.row().get(column) == null) {
                entry.refuse(OnboardingError.INVALID_LINKS, "the row has no " + column);
            }
        }
        if (!entry.refused() && !entry.to().matches(KEY)) {
            entry.refuse(
                    OnboardingError.INVALID_LINKS,
                    "offering '" + entry.to() + "' is not of small letters, digits, dots, dashes and underlines");
        }
        if (!entry.refused() && seen.putIfAbsent(entry.link(), entry) != null) {
            entry.refuse(
                    OnboardingError.DUPLICATE_KEY,
                    "product " + entry.link() + " stands in row "
                            + seen.get(entry.link()).row().number() + " already");
        }
    }

    private static void complete(LinkEntry entry, String partner, String agreement, Map<String, Offering> known) {
        if (entry.refused()) {
            return;
        }
        Offering offering = known.get(entry.to());
        if (offering == null && entry.row().get("unit") == null) {
            entry.refuse(
                    OnboardingError.UNKNOWN_REFERENCE,
                    "there is no offering " + entry.to() + "; to make it, say in which 'unit' it is counted");
        } else if (offering == null) {
            String name = entry.row().get("name");
            String taxClass = entry.row().get("taxClass");
            known.put(
                    entry.to(),
                    new Offering(
                            name == null ? entry.link() : name,
                            entry.row().get("unit"),
                            taxClass == null ? "standard" : taxClass,
                            agreement,
                            partner));
        } else if (!partner.equals(offering.partner())) {
            entry.refuse(
                    OnboardingError.UNKNOWN_REFERENCE,
                    "offering " + entry.to() + " is not sold under the partner's agreement");
        }
    }

    private static LinkReport report(List<LinkEntry> entries, boolean stored) {
        return LinkReport.of(stored, entries.stream().map(LinkEntry::report).toList());
    }
}
