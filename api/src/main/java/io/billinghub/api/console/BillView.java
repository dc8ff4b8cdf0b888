package io.billinghub.api.console;

import io.billinghub.api.bill.BillSummary;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A bill with its values as the page writes them. */
public record BillView(BillSummary bill) {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);

    /** First and last day. */
    public String period() {
        return day(bill.periodFrom()) + " – " + day(bill.periodTo().minusDays(1));
    }

    public String dueDate() {
        return day(bill.dueDate());
    }

    public String amountDue() {
        return amount(bill.amountDue());
    }

    public String net() {
        return amount(bill.net());
    }

    public String tax() {
        return amount(bill.tax());
    }

    /** The state in words. */
    public String stateText() {
        return words(bill.state());
    }

    /** A state of TMF678 in words. */
    static String words(String state) {
        return switch (state) {
            case "new" -> "In review";
            case "onHold" -> "On hold";
            case "validated" -> "Approved";
            case "sent" -> "Sent";
            case "partiallyPaid" -> "Partly paid";
            case "settled" -> "Settled";
            default -> state;
        };
    }

    private static String day(LocalDate day) {
        return DAY.format(day);
    }

    /** Digits in groups of three with a no-break space, so that no reader takes the separator for a decimal sign. */
    static String amount(BigDecimal amount) {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        symbols.setGroupingSeparator('\u00a0');
        symbols.setMinusSign('\u2212');
        DecimalFormat format = new DecimalFormat("#,##0", symbols);
        format.setMinimumFractionDigits(amount.scale());
        format.setMaximumFractionDigits(amount.scale());
        return format.format(amount);
    }
}
