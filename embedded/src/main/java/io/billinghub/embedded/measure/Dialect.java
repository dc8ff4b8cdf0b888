package io.billinghub.embedded.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** How a partner writes its CSV. */
enum Dialect {
    ENGLISH(',', '.', "yyyy-MM-dd"),
    GERMAN(';', ',', "dd.MM.yyyy"),
    AMERICAN(',', '.', "MM/dd/yyyy"),
    NORDIC(';', ',', "yyyy-MM-dd");

    private static final ObjectMapper JSON = new ObjectMapper();
    static final List<String> HEADERS = List.of(
            "number",
            "line",
            "account",
            "product",
            "description",
            "quantity",
            "unit",
            "net",
            "vat",
            "rate",
            "from",
            "to",
            "currency",
            "reference",
            "replaces");

    private final char separator;
    private final char decimal;
    private final String date;

    Dialect(char separator, char decimal, String date) {
        this.separator = separator;
        this.decimal = decimal;
        this.date = date;
    }

    /** The dialect that a careless change of settings makes of it. */
    Dialect mistaken() {
        return switch (this) {
            case ENGLISH -> GERMAN;
            case GERMAN -> ENGLISH;
            case AMERICAN -> NORDIC;
            case NORDIC -> AMERICAN;
        };
    }

    String number(BigDecimal value) {
        return value.toPlainString().replace('.', decimal);
    }

    String date(LocalDate day) {
        return day.format(DateTimeFormatter.ofPattern(date, Locale.ROOT));
    }

    String row(List<String> fields) {
        return String.join(String.valueOf(separator), fields) + "\n";
    }

    char separator() {
        return separator;
    }

    char decimal() {
        return decimal;
    }

    /** The hub's adapter for bills in this dialect. */
    ObjectNode adapter(String key, String partner, String agreement) {
        ObjectNode adapter = JSON.createObjectNode()
                .put("key", key)
                .put("partner", partner)
                .put("agreement", agreement)
                .put("kind", "BILL");
        adapter.putObject("transport").put("type", "push");
        adapter.putObject("format")
                .put("type", "csv")
                .put("separator", String.valueOf(separator))
                .put("decimal", String.valueOf(decimal))
                .put("date", date);
        ObjectNode mapping = adapter.putObject("mapping");
        ObjectNode columns = mapping.putObject("columns");
        columns.put("number", "number")
                .put("id", "line")
                .put("account", "account")
                .put("product", "product");
        columns.put("description", "description")
                .put("quantity", "quantity")
                .put("unit", "unit")
                .put("net", "net");
        columns.put("taxCategory", "vat")
                .put("taxRate", "rate")
                .put("from", "from")
                .put("to", "to");
        columns.put("currency", "currency").put("reference", "reference").put("replaces", "replaces");
        mapping.put("periodEnd", "inclusive");
        mapping.putObject("totals")
                .put("column", "product")
                .put("equals", "TOTAL")
                .put("net", "net");
        return adapter;
    }
}
