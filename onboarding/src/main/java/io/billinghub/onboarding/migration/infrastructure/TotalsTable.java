package io.billinghub.onboarding.migration.infrastructure;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.billinghub.core.error.HubException;
import io.billinghub.core.money.Currencies;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.migration.infrastructure.ReconciliationSql.Given;
import io.billinghub.onboarding.migration.model.Total;
import io.billinghub.onboarding.migration.model.TotalKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The file of totals: kind, currency, count and sum. */
public final class TotalsTable {

    private static final List<String> COLUMNS = List.of("kind", "currency", "count", "sum");
    private static final int MOST_ROWS = 1_000;

    private TotalsTable() {}

    /**
     * Reads all totals.
     *
     * @throws HubException INVALID_MIGRATION_FILE, which names the line
     */
    public static List<Given> read(byte[] csv) {
        String text = new String(csv, StandardCharsets.UTF_8);
        String first = text.lines().findFirst().orElse("");
        List<Given> totals = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        try {
            boolean headers = true;
            for (CsvRecord row : CsvReader.builder()
                    .fieldSeparator(first.indexOf(';') >= 0 ? ';' : ',')
                    .allowMissingFields(true)
                    .ofCsvRecord(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
                long line = row.getStartingLineNumber();
                if (headers) {
                    require(row.getFields().stream().map(String::strip).toList().equals(COLUMNS), line, "the headers");
                    headers = false;
                    continue;
                }
                Given given = given(row, line);
                require(
                        seen.add(given.kind() + "/" + given.currency()) && seen.size() <= MOST_ROWS,
                        line,
                        "each kind and currency once");
                totals.add(given);
            }
        } catch (CsvParseException e) {
            throw new HubException(OnboardingError.INVALID_MIGRATION_FILE, "It is no CSV: " + e.getMessage() + ".", e);
        }
        require(!totals.isEmpty(), 1, "totals");
        return totals;
    }

    private static Given given(CsvRecord row, long line) {
        String kind = field(row, 0);
        require(Arrays.stream(TotalKind.values()).anyMatch(known -> known.name().equals(kind)), line, "a kind");
        TotalKind known = TotalKind.valueOf(kind);
        String currency = field(row, 1);
        boolean hasCurrency = Currencies.find(currency).isPresent();
        require(known == TotalKind.CUSTOMERS ? currency.isEmpty() : hasCurrency, line, "a currency, customers none");
        String count = field(row, 2);
        require(count.matches("[0-9]{1,12}"), line, "a count");
        String sum = field(row, 3);
        boolean hasSum = sum.matches("[0-9]{1,18}(\\.[0-9]{1,12})?");
        boolean adds = known.isMoney() || known == TotalKind.PRODUCTS;
        require(known.isMoney() ? hasSum : sum.isEmpty() || adds && hasSum, line, "a sum of amounts, or of quantities");
        return new Given(known, currency, new Total(Long.parseLong(count), sum.isEmpty() ? null : new BigDecimal(sum)));
    }

    private static String field(CsvRecord row, int index) {
        return row.getFieldCount() > index ? row.getField(index).strip() : "";
    }

    private static void require(boolean right, long line, String what) {
        if (!right) {
            throw new HubException(
                    OnboardingError.INVALID_MIGRATION_FILE,
                    "Line " + line + " lacks " + what + ". Totals have the columns " + String.join(", ", COLUMNS)
                            + "; kinds are " + Arrays.toString(TotalKind.values()) + ".");
        }
    }
}
