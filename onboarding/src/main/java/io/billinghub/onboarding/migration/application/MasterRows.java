package io.billinghub.onboarding.migration.application;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.application.Importer;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.billinghub.onboarding.masterdata.model.Finding;
import io.billinghub.onboarding.masterdata.model.ImportOutcome;
import io.billinghub.onboarding.migration.infrastructure.ItemSql;
import io.billinghub.onboarding.migration.infrastructure.ItemSql.Skipped;
import io.billinghub.onboarding.migration.model.Flaw;
import io.billinghub.onboarding.migration.model.MigrationKind;
import io.billinghub.onboarding.migration.model.MigrationRow;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Stores customers, accounts and products by the rules of master data: what these refuse, is refused by its row. */
@ApplicationScoped
public class MasterRows {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PARTY = List.of(
            "kind",
            "name",
            "country",
            "legalId",
            "street",
            "city",
            "postcode",
            "email",
            "electronicAddress",
            "addressScheme");
    private static final List<String> ACCOUNT =
            List.of("name", "cycle", "currency", "parent", "language", "buyerReference");
    private static final List<String> PRODUCT =
            List.of("account", "offering", "startedOn", "billedThrough", "endedOn", "quantity");

    private final MasterDataImport imports;
    private final ItemSql items;

    public MasterRows(MasterDataImport imports, ItemSql items) {
        this.imports = imports;
        this.items = items;
    }

    /** Stores what no rule refuses, and marks the rest. */
    Uni<Void> store(SqlConnection connection, Importer importer, MigrationKind kind, List<MigrationRow> rows) {
        return items.ids(connection, kind, keys(kind, rows))
                .invoke(there -> rows.stream()
                        .filter(row -> there.containsKey(key(kind, row.reference())))
                        .forEach(row -> row.refuse(new Flaw(
                                kind.reference(),
                                OnboardingError.ALREADY_THERE,
                                "the hub has '" + key(kind, row.reference()) + "' already"))))
                .flatMap(there -> skipped(connection, kind, good(rows)))
                .flatMap(done -> round(connection, importer, kind, good(rows)));
    }

    /** The ids of rows that are stored, in their order. */
    Uni<Long[]> ids(SqlConnection connection, MigrationKind kind, List<MigrationRow> rows) {
        return items.ids(connection, kind, keys(kind, rows))
                .map(ids -> rows.stream()
                        .map(row -> ids.get(key(kind, row.reference())))
                        .toArray(Long[]::new));
    }

    private Uni<Void> skipped(SqlConnection connection, MigrationKind kind, List<MigrationRow> rows) {
        if (kind != MigrationKind.PRODUCTS || rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return items.skippedDays(connection, rows)
                .invoke(found -> rows.stream()
                        .filter(row -> found.containsKey(row.line()))
                        .forEach(row -> row.refuse(skipped(found.get(row.line())))))
                .replaceWithVoid();
    }

    private static Flaw skipped(Skipped days) {
        return new Flaw(
                "billedThrough",
                OnboardingError.DAYS_SKIPPED,
                "the hub would charge from " + days.chargedFrom() + " on, but bills no day before " + days.openFrom());
    }

    /** Each round refuses at least one row more, so they come to an end. */
    private Uni<Void> round(SqlConnection connection, Importer importer, MigrationKind kind, List<MigrationRow> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Document document = document(kind, rows);
        return imports.take(connection, importer, document.json().toString().getBytes(StandardCharsets.UTF_8))
                .flatMap(outcome -> {
                    if (outcome instanceof ImportOutcome.Imported) {
                        return Uni.createFrom().voidItem();
                    }
                    refuse(kind, document, rows, ((ImportOutcome.Refused) outcome).findings());
                    return round(connection, importer, kind, good(rows));
                });
    }

    /** @param registrations the rows of the section of tax registrations, which not every row has */
    private record Document(ObjectNode json, List<MigrationRow> registrations) {}

    private static Document document(MigrationKind kind, List<MigrationRow> rows) {
        ObjectNode json = JSON.createObjectNode();
        List<MigrationRow> registrations = new ArrayList<>();
        switch (kind) {
            case CUSTOMERS -> customers(json, rows, registrations);
            case ACCOUNTS ->
                rows.forEach(row -> {
                    ObjectNode account = filled(json.withArray("accounts").addObject(), row, ACCOUNT)
                            .put("number", row.reference())
                            .put("party", row.get("customer").toLowerCase(Locale.ROOT));
                    if (row.get("consolidates") != null) {
                        account.put("consolidates", Boolean.parseBoolean(row.get("consolidates")));
                    }
                });
            case PRODUCTS ->
                rows.forEach(row -> filled(json.withArray("products").addObject(), row, PRODUCT)
                        .put("key", key(kind, row.reference())));
            case BALANCES, OPEN_BILLS -> throw new IllegalArgumentException(kind + " are no master data");
        }
        return new Document(json, registrations);
    }

    private static void customers(ObjectNode json, List<MigrationRow> rows, List<MigrationRow> registrations) {
        ArrayNode parties = json.putArray("parties");
        ArrayNode roles = json.putArray("roles");
        for (MigrationRow row : rows) {
            String key = key(MigrationKind.CUSTOMERS, row.reference());
            filled(parties.addObject().put("key", key), row, PARTY);
            roles.addObject().put("party", key).put("role", "CUSTOMER").put("key", key);
            if (row.get("vatNumber") != null) {
                registrations.add(row);
                json.withArray("taxRegistrations")
                        .addObject()
                        .put("party", key)
                        .put("country", row.get("country"))
                        .put("number", row.get("vatNumber"));
            }
        }
    }

    private static ObjectNode filled(ObjectNode entry, MigrationRow row, List<String> fields) {
        fields.stream().filter(field -> row.get(field) != null).forEach(field -> entry.put(field, row.get(field)));
        return entry;
    }

    private static void refuse(MigrationKind kind, Document document, List<MigrationRow> rows, List<Finding> findings) {
        boolean told = false;
        for (Finding finding : findings) {
            String[] steps = finding.pointer().split("/", -1);
            boolean registration = steps.length > 1 && steps[1].equals("taxRegistrations");
            List<MigrationRow> of = registration ? document.registrations() : rows;
            int index = steps.length > 2 && steps[2].matches("[0-9]{1,9}") ? Integer.parseInt(steps[2]) : of.size();
            if (index < of.size()) {
                of.get(index)
                        .refuse(new Flaw(
                                steps.length > 3 ? column(kind, registration, steps[3]) : null,
                                finding.code(),
                                finding.message()));
                told = true;
            }
        }
        if (!told) { // of none of the rows: then none can be stored
            Finding first = findings.get(0);
            rows.forEach(row -> row.refuse(new Flaw(null, first.code(), first.message())));
        }
    }

    /** The column that says a property of master data. */
    private static String column(MigrationKind kind, boolean registration, String property) {
        if (registration) {
            return property.equals("country") ? property : "vatNumber";
        }
        return switch (property) {
            case "key", "number" -> kind.reference();
            case "party" -> "customer";
            default -> property;
        };
    }

    private static List<MigrationRow> good(List<MigrationRow> rows) {
        return rows.stream().filter(MigrationRow::isGood).toList();
    }

    private static String[] keys(MigrationKind kind, List<MigrationRow> rows) {
        return rows.stream().map(row -> key(kind, row.reference())).toArray(String[]::new);
    }

    /** What the hub calls it: account numbers as they are, other keys in small letters. */
    private static String key(MigrationKind kind, String reference) {
        return kind == MigrationKind.ACCOUNTS ? reference : reference.toLowerCase(Locale.ROOT);
    }
}
