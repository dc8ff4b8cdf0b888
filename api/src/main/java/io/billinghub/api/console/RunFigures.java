package io.billinghub.api.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * What the page of a run shows of its report.
 *
 * @param accounts how many roots of accounts the run bills
 * @param parkedCount how many of them are parked; {@code parked} names the first {@value #PARKED_SHOWN}
 * @param heldCount how many of those wait for partners' bills
 * @param sellers totals per seller; empty for a login that sees no amounts
 * @param taxes totals per category and rate; empty for a login that sees no amounts
 */
public record RunFigures(
        List<Stage> stages,
        long accounts,
        long parkedCount,
        long heldCount,
        List<Parked> parked,
        long bills,
        long lines,
        List<Seller> sellers,
        List<Tax> taxes) {

    private static final int PARKED_SHOWN = 500;
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss", Locale.ENGLISH);

    /** A stage, with times in the cycle's zone; {@code ended} and {@code seconds} are empty while it lasts. */
    public record Stage(String stage, String started, String ended, String seconds) {}

    /** An account that the run left out, and why. */
    public record Parked(String account, String reason) {}

    /** The tax invoices of one seller in one currency. */
    public record Seller(
            String seller, boolean agency, long invoices, String currency, String net, String tax, String gross) {}

    /** What is taxed under one category at one rate, in per cent. */
    public record Tax(String currency, String category, String rate, String taxable, String tax) {}

    /** What is shown of the report. */
    static final Set<String> PARTS = Set.of("stages", "accounts", "bills", "sellers", "taxes");

    /** The figures out of the core's report; without amounts where {@code amounts} is false. */
    static RunFigures of(JsonObject report, ZoneId zone, boolean amounts) {
        JsonObject accounts = report.getJsonObject("accounts");
        JsonObject bills = report.getJsonObject("bills");
        return new RunFigures(
                each(report.getJsonArray("stages"), stage -> stage(stage, zone)),
                accounts.getLong("total"),
                accounts.getLong("parked"),
                accounts.getLong("held"),
                each(accounts.getJsonArray("reasons"), RunFigures::parked).stream()
                        .limit(PARKED_SHOWN)
                        .toList(),
                bills.getLong("count"),
                bills.getLong("lines"),
                amounts ? each(report.getJsonArray("sellers"), RunFigures::seller) : List.of(),
                amounts ? each(report.getJsonArray("taxes"), RunFigures::tax) : List.of());
    }

    private static Stage stage(JsonObject stage, ZoneId zone) {
        return new Stage(
                RunRow.words(stage.getString("stage")),
                time(stage.getString("startedAt"), zone),
                time(stage.getString("endedAt"), zone),
                stage.getString("seconds", ""));
    }

    private static String time(String instant, ZoneId zone) {
        return instant == null
                ? ""
                : SECOND.format(OffsetDateTime.parse(instant).atZoneSameInstant(zone));
    }

    private static Parked parked(JsonObject parked) {
        return new Parked(parked.getString("account"), parked.getString("reason"));
    }

    private static Seller seller(JsonObject seller) {
        return new Seller(
                seller.getString("seller"),
                seller.getBoolean("agency"),
                seller.getLong("invoices"),
                seller.getString("currency"),
                amount(seller, "net"),
                amount(seller, "tax"),
                amount(seller, "gross"));
    }

    private static Tax tax(JsonObject tax) {
        return new Tax(
                tax.getString("currency"),
                tax.getString("category"),
                tax.getString("rate"),
                amount(tax, "taxable"),
                amount(tax, "tax"));
    }

    private static String amount(JsonObject row, String name) {
        return BillView.amount(new BigDecimal(row.getString(name)));
    }

    private static <T> List<T> each(JsonArray rows, Function<JsonObject, T> reading) {
        return rows.stream().map(JsonObject.class::cast).map(reading).toList();
    }
}
