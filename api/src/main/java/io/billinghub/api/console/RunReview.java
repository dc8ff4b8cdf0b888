package io.billinghub.api.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What somebody looks at before they approve a run, out of its report: each list has what is to be thought about, and is empty where there
 * is nothing.
 *
 * @param totals what the run bills, per currency
 */
public record RunReview(
        List<Total> totals,
        Found parked,
        Found late,
        Found missing,
        Found held,
        Found usage,
        Found unreconciled,
        Found zeroOrNegative) {

    private static final int SHOWN = 100;

    /** Sums of the run's bills in one currency. */
    public record Total(String currency, String net, String tax, String amountDue) {}

    /**
     * One kind of finding.
     *
     * @param id of its place on the page
     * @param count how many there are; {@code rows} has the first of them
     * @param columns headings of the rows
     */
    public record Found(String id, String title, long count, List<String> columns, List<Row> rows) {

        /** Whether not all of them are shown. */
        public boolean more() {
            return count > rows.size();
        }

        /** How many are shown. */
        public int shown() {
            return rows.size();
        }
    }

    /**
     * A row of a finding.
     *
     * @param bill id of the bill that it is about; empty where there is none to open
     */
    public record Row(List<String> cells, String bill) {}

    /** What is looked at of the report. */
    static final Set<String> PARTS = Set.of(
            "accounts",
            "bills",
            "reconciliation",
            "lateBills",
            "heldPartnerBills",
            "missingPartnerBills",
            "usageAgainstBills",
            "zeroOrNegativeBills");

    static RunReview of(JsonObject report) {
        JsonObject accounts = report.getJsonObject("accounts");
        List<JsonObject> unreconciled = objects(report.getJsonArray("reconciliation")).stream()
                .filter(bill -> !bill.getBoolean("reconciled"))
                .toList();
        return new RunReview(
                objects(report.getJsonObject("bills").getJsonArray("totals")).stream()
                        .map(RunReview::total)
                        .toList(),
                found(
                        "parked",
                        "Parked accounts",
                        accounts.getLong("parked"),
                        List.of("Account", "Reason"),
                        objects(accounts.getJsonArray("reasons")),
                        row -> cells(row, "account", "reason")),
                found(
                        "late",
                        "Late partners",
                        List.of("Partner", "Adapter", "Due", "What is done", "Waits until", "Came to"),
                        objects(report.getJsonArray("lateBills")),
                        row -> List.of(
                                text(row, "partner"),
                                text(row, "adapter"),
                                text(row, "dueOn"),
                                words(row, "policy"),
                                text(row, "waitUntil"),
                                words(row, "outcome"))),
                found(
                        "missing",
                        "Accounts without a partner’s bill that they had in each of the three periods before",
                        report.getJsonObject("missingPartnerBills").getLong("count"),
                        List.of("Partner", "Account"),
                        objects(report.getJsonObject("missingPartnerBills").getJsonArray("accounts")),
                        row -> cells(row, "partner", "account")),
                found(
                        "held",
                        "Partners’ bills with lines that are in no run",
                        List.of("Partner", "Bill", "Lines", "Net", "Currency", "Where it stands"),
                        objects(report.getJsonArray("heldPartnerBills")),
                        row -> List.of(
                                text(row, "partner"),
                                text(row, "number"),
                                text(row, "lines"),
                                text(row, "net"),
                                text(row, "currency"),
                                row.getBoolean("waiting") ? "waits in quarantine" : "rejected")),
                found(
                        "usage",
                        "Usage that partners’ bills do not confirm",
                        report.getJsonObject("usageAgainstBills").getLong("count"),
                        List.of("Partner", "Account", "Product", "Used", "Billed", "Unit"),
                        objects(report.getJsonObject("usageAgainstBills").getJsonArray("accounts")),
                        row -> cells(row, "partner", "account", "offering", "used", "billed", "unit")),
                found(
                        "unreconciled",
                        "Partners’ bills that do not reconcile",
                        List.of("Partner", "Bill", "Received", "Quarantined", "Charged", "Billed", "Residue"),
                        unreconciled,
                        row -> cells(
                                row, "partner", "number", "received", "quarantined", "charged", "billed", "residue")),
                zeroOrNegative(report.getJsonObject("zeroOrNegativeBills")));
    }

    private static Found zeroOrNegative(JsonObject part) {
        return new Found(
                "zero",
                "Zero and negative bills",
                part.getLong("count"),
                List.of("Account", "Amount due", "Currency"),
                objects(part.getJsonArray("bills")).stream()
                        .limit(SHOWN)
                        .map(row -> new Row(
                                List.of(text(row, "account"), amount(row, "amountDue"), text(row, "currency")),
                                text(row, "bill")))
                        .toList());
    }

    /** All kinds, those with something first come first. */
    public List<Found> all() {
        return List.of(parked, unreconciled, late, missing, held, usage, zeroOrNegative);
    }

    /** The kinds that have something. */
    public List<Found> warnings() {
        return all().stream().filter(found -> found.count() > 0).toList();
    }

    /** Titles of the kinds that have nothing. */
    public String nothingOf() {
        List<String> titles = new ArrayList<>();
        all().stream().filter(found -> found.count() == 0).forEach(found -> titles.add(found.title()));
        return String.join("; ", titles);
    }

    private static Total total(JsonObject row) {
        return new Total(row.getString("currency"), amount(row, "net"), amount(row, "tax"), amount(row, "amountDue"));
    }

    private static Found found(
            String id,
            String title,
            List<String> columns,
            List<JsonObject> rows,
            Function<JsonObject, List<String>> reading) {
        return found(id, title, rows.size(), columns, rows, reading);
    }

    private static Found found(
            String id,
            String title,
            long count,
            List<String> columns,
            List<JsonObject> rows,
            Function<JsonObject, List<String>> reading) {
        return new Found(
                id,
                title,
                count,
                columns,
                rows.stream()
                        .limit(SHOWN)
                        .map(row -> new Row(reading.apply(row), ""))
                        .toList());
    }

    private static List<String> cells(JsonObject row, String... names) {
        List<String> cells = new ArrayList<>();
        for (String name : names) {
            cells.add(text(row, name));
        }
        return cells;
    }

    private static String text(JsonObject row, String name) {
        Object value = row.getValue(name);
        return value == null ? "" : value.toString();
    }

    private static String words(JsonObject row, String name) {
        String constant = row.getString(name);
        return constant == null ? "" : RunRow.words(constant);
    }

    static String amount(JsonObject row, String name) {
        return BillView.amount(new BigDecimal(row.getString(name)));
    }

    static List<JsonObject> objects(JsonArray rows) {
        return rows.stream().map(JsonObject.class::cast).toList();
    }
}
