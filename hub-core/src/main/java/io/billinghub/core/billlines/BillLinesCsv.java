package io.billinghub.core.billlines;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.Conversion;
import io.billinghub.core.invoice.model.BillDocument.Line;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.joda.money.Money;

/**
 * The lines of a bill as CSV (RFC 4180) in UTF-8, with a head: one row per line in the order of the bill. Amounts and quantities are exact, with a
 * decimal point and no grouping; days are ISO 8601, the last day of a service is its last. What is not there is empty.
 *
 * <p>A text that a spreadsheet would take for a formula gets an apostrophe before it: texts come from partners.
 */
@ApplicationScoped
public class BillLinesCsv {

    private static final String STARTS_FORMULA = "=+-@\t\r\n";

    private static final List<Column> COLUMNS = List.of(
            text("bill", row -> row.bill().number()),
            text("invoice", row -> row.invoice().number().orElse("")),
            text("invoiceType", row -> row.invoice().type().name()),
            text("seller", row -> row.invoice().seller().name()),
            text("sellerVatNumber", row -> row.invoice().seller().vatNumber().orElse("")),
            plain("line", row -> Integer.toString(row.line().position())),
            text("account", row -> row.line().accountNumber()),
            text("accountName", row -> row.line().accountName()),
            text("product", row -> row.line().productKey()),
            text("productName", row -> row.line().productName()),
            text("description", row -> row.line().description()),
            plain("from", row -> row.line().periodFrom().toString()),
            plain("lastDay", row -> row.line().periodTo().minusDays(1).toString()),
            plain("quantity", row -> number(row.line().quantity())),
            text("unit", row -> row.line().unit()),
            plain("net", row -> amount(row.line().net())),
            plain("taxCategory", row -> row.line().taxCategory().name()),
            plain("taxRate", row -> number(row.line().taxRate())),
            plain("tax", row -> row.line().tax().map(BillLinesCsv::amount).orElse("")),
            plain("currency", row -> row.line().net().getCurrencyUnit().getCode()),
            converted("chargedAmount", from -> number(from.sourceAmount())),
            converted("chargedCurrency", from -> from.sourceCurrency().getCode()),
            converted("exchangeRate", from -> number(from.rate())),
            converted("exchangeRateSource", from -> guarded(from.source())),
            converted("exchangeRateDate", from -> from.date().toString()),
            text("purchaseOrder", row -> row.invoice().references().order().orElse("")),
            text("costCentre", row -> row.invoice().references().costCentre().orElse("")));

    /** A line with what it stands on. */
    private record Row(BillDocument bill, TaxInvoice invoice, Line line) {}

    private record Column(String name, Function<Row, String> value) {}

    /** The whole file. */
    public byte[] write(BillDocument bill) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(bytes, StandardCharsets.UTF_8)) {
            csv.writeRecord(COLUMNS.stream().map(Column::name).toList());
            rows(bill)
                    .forEach(row -> csv.writeRecord(COLUMNS.stream()
                            .map(column -> column.value().apply(row))
                            .toList()));
        } catch (java.io.IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static Stream<Row> rows(BillDocument bill) {
        return bill.invoices().stream()
                .flatMap(invoice -> invoice.lines().stream().map(line -> new Row(bill, invoice, line)));
    }

    private static Column plain(String name, Function<Row, String> value) {
        return new Column(name, value);
    }

    private static Column text(String name, Function<Row, String> value) {
        return new Column(name, row -> guarded(value.apply(row)));
    }

    private static Column converted(String name, Function<Conversion, String> value) {
        return new Column(name, row -> {
            Optional<Conversion> conversion = row.line().conversion();
            return conversion.map(value).orElse("");
        });
    }

    private static String guarded(String text) {
        return !text.isEmpty() && STARTS_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String amount(Money money) {
        return money.getAmount().toPlainString();
    }

    private static String number(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
