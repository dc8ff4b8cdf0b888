package io.billinghub.api.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;

/**
 * What differs between a run and another one, as the page of its review shows it.
 *
 * @param title what it is compared with
 * @param nothing why there is no comparison; empty where there is one
 * @param period of the other side, first day and last
 */
public record RunChange(
        String title,
        String nothing,
        String period,
        List<Sums> totals,
        String accounts,
        List<Sums> reasons,
        List<Mover> movers) {

    /**
     * Amounts of both sides.
     *
     * @param what a currency, or a reason
     * @param percent of the side before, with its sign; empty where that is zero
     */
    public record Sums(
            String what,
            String currency,
            String lines,
            String before,
            String after,
            String difference,
            String percent) {}

    /** An account whose bill has changed much, with the lines that it comes from. */
    public record Mover(
            String account, String currency, String before, String after, String difference, List<Line> lines) {}

    /** Lines of one account, partner and product together. */
    public record Line(String account, String partner, String product, String reason, String before, String after) {}

    /** There is no such other side. */
    static RunChange none(String title, String why) {
        return new RunChange(title, why, "", List.of(), "", List.of(), List.of());
    }

    static RunChange of(String title, JsonObject difference) {
        JsonObject before = difference.getJsonObject("before");
        JsonObject accounts = difference.getJsonObject("accounts");
        return new RunChange(
                title,
                "",
                RunRow.days(
                        LocalDate.parse(before.getString("periodFrom")), LocalDate.parse(before.getString("periodTo"))),
                RunReview.objects(difference.getJsonArray("totals")).stream()
                        .map(row -> sums(row, "Total"))
                        .toList(),
                "%d accounts are billed the same, %d differently, %d are new, %d are gone."
                        .formatted(
                                accounts.getLong("same"),
                                accounts.getLong("changed"),
                                accounts.getLong("new"),
                                accounts.getLong("gone")),
                RunReview.objects(difference.getJsonArray("reasons")).stream()
                        .map(row -> sums(row, reason(row)))
                        .toList(),
                RunReview.objects(difference.getJsonArray("movers")).stream()
                        .map(RunChange::mover)
                        .toList());
    }

    private static Sums sums(JsonObject row, String what) {
        BigDecimal before = new BigDecimal(row.getString("before"));
        BigDecimal difference = new BigDecimal(row.getString("difference"));
        return new Sums(
                what,
                row.getString("currency"),
                row.getValue("lines") == null ? "" : row.getValue("lines").toString(),
                RunReview.amount(row, "before"),
                RunReview.amount(row, "after"),
                signed(difference),
                percent(before, difference));
    }

    /** With one decimal; a no-break space before the sign. */
    static String percent(BigDecimal before, BigDecimal difference) {
        if (before.signum() == 0) {
            return "";
        }
        BigDecimal percent = difference
                .multiply(BigDecimal.valueOf(100))
                .divide(before.abs(), MathContext.DECIMAL64)
                .setScale(1, RoundingMode.HALF_UP);
        return signed(percent) + "\u00a0%";
    }

    /** With a sign before what is more. */
    static String signed(BigDecimal amount) {
        return (amount.signum() > 0 ? "+" : "") + BillView.amount(amount);
    }

    private static Mover mover(JsonObject row) {
        JsonArray lines = row.getJsonArray("lines");
        return new Mover(
                row.getString("account"),
                row.getString("currency"),
                RunReview.amount(row, "before"),
                RunReview.amount(row, "after"),
                signed(new BigDecimal(row.getString("difference"))),
                lines == null
                        ? List.of()
                        : RunReview.objects(lines).stream().map(RunChange::line).toList());
    }

    private static Line line(JsonObject row) {
        return new Line(
                row.getString("account"),
                row.getString("partner", ""),
                row.getString("product"),
                reason(row),
                RunReview.amount(row, "before"),
                RunReview.amount(row, "after"));
    }

    private static String reason(JsonObject row) {
        return switch (row.getString("reason")) {
            case "NEW" -> "New";
            case "GONE" -> "Gone";
            case "SAME" -> "The same";
            case "QUANTITY" -> "Other quantity";
            case "PRICE" -> "Other price";
            case "PRICE_AND_QUANTITY" -> "Other price and quantity";
            case "DAYS" -> "Part of a month";
            case "CURRENCY" -> "Other currency";
            case "EXCHANGE_RATE" -> "Other exchange rate";
            case "TAX" -> "Other tax";
            default -> RunRow.words(row.getString("reason"));
        };
    }
}
