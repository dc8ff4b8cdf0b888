package io.billinghub.adapters.suggest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dialect in which the text of a sample is one table, and that table.
 *
 * @param separator between fields
 * @param decimal the decimal sign
 * @param skipped rows before the headers
 * @param table without rows of totals
 * @param totals where the first row of totals says so: column, text, and the row's values
 * @param regular per cent of the rows that have as many fields as the headers
 */
record CsvSample(char separator, char decimal, int skipped, Table table, Optional<Totals> totals, int regular) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final char[] SEPARATORS = {',', ';', '\t', '|'};
    private static final Pattern TOTAL = Pattern.compile(
            "(grand |sub)?total.*|sum|summe|gesamt(summe|betrag)?|yhteens.*|totalt|summa( totalt)?|totaal|totale|suma|razem",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** A number with a fraction, grouped or not; a date such as 01.10.2026 is none, since its groups are not of three digits. */
    private static final Pattern TAIL =
            Pattern.compile("[+-]?(?:\\d{1,3}(?:[.,' \\u00a0\\u202f]\\d{3})+|\\d*)([.,])(\\d+)-?");

    /** A row of totals. */
    record Totals(String column, String text, Map<String, String> values) {}

    /** The best reading of the text as a table; empty if no separator makes one of at least two columns. */
    static Optional<CsvSample> of(String text) {
        Optional<CsvSample> best = Optional.empty();
        for (char separator : SEPARATORS) {
            Optional<CsvSample> sample = of(text, separator);
            if (sample.isPresent() && (best.isEmpty() || sample.get().isBetterThan(best.get()))) {
                best = sample;
            }
        }
        return best;
    }

    private boolean isBetterThan(CsvSample other) {
        return regular != other.regular
                ? regular > other.regular
                : table.columns().size() > other.table.columns().size();
    }

    private static Optional<CsvSample> of(String text, char separator) {
        List<List<String>> rows = rows(text, separator);
        int width = width(rows);
        if (width < 2) {
            return Optional.empty();
        }
        int header = 0;
        while (rows.get(header).size() != width) {
            header++;
        }
        List<String> columns = rows.get(header).stream()
                .map(name -> name.replace("\uFEFF", "").strip())
                .toList();
        List<List<String>> lines = new ArrayList<>();
        Optional<Totals> totals = Optional.empty();
        int regular = 0;
        for (List<String> row : rows.subList(header + 1, rows.size())) {
            if (row.size() == width) {
                regular++;
                Optional<Totals> total = totals(columns, row);
                if (total.isEmpty()) {
                    lines.add(row);
                } else if (totals.isEmpty()) {
                    totals = total;
                }
            }
        }
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        int share = 100 * regular / (rows.size() - header - 1);
        return Optional.of(new CsvSample(separator, decimal(lines), header, new Table(columns, lines), totals, share));
    }

    private static List<List<String>> rows(String text, char separator) {
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .fieldSeparator(separator)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(text)) {
            for (CsvRecord row : csv) {
                if (rows.size() > Table.MOST_ROWS) {
                    break;
                }
                if (row.getFields().stream().anyMatch(field -> !field.isBlank())) {
                    rows.add(row.getFields());
                }
            }
        } catch (CsvParseException e) {
            return rows; // the text ends inside of a quoted field: a sample is cut off anywhere
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /** How many fields most rows have. */
    private static int width(List<List<String>> rows) {
        Map<Integer, Integer> counts = new HashMap<>();
        rows.forEach(row -> counts.merge(row.size(), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(0);
    }

    private static Optional<Totals> totals(List<String> columns, List<String> row) {
        for (int i = 0; i < row.size(); i++) {
            if (TOTAL.matcher(row.get(i).strip()).matches()) {
                Map<String, String> values = new LinkedHashMap<>();
                for (int k = 0; k < row.size(); k++) {
                    values.put(columns.get(k), row.get(k).strip());
                }
                return Optional.of(new Totals(columns.get(i), row.get(i).strip(), values));
            }
        }
        return Optional.empty();
    }

    /** The decimal sign: three digits behind a sign may be a group, so only others count; a point where nothing tells. */
    private static char decimal(List<List<String>> rows) {
        int commas = 0;
        int points = 0;
        for (List<String> row : rows) {
            for (String value : row) {
                Matcher number = TAIL.matcher(value.strip());
                if (number.matches() && number.group(2).length() != 3) {
                    commas += number.group(1).equals(",") ? 1 : 0;
                    points += number.group(1).equals(".") ? 1 : 0;
                }
            }
        }
        return commas > points ? ',' : '.';
    }

    /** The descriptor's {@code format}; the pattern of dates is put in by who knows the columns. */
    ObjectNode options(String encoding) {
        ObjectNode options = JSON.createObjectNode().put("type", "csv");
        if (separator != ',') {
            options.put("separator", String.valueOf(separator));
        }
        if (!encoding.equals("utf-8")) {
            options.put("encoding", encoding);
        }
        if (decimal != '.') {
            options.put("decimal", String.valueOf(decimal));
        }
        return options;
    }

    /** What the row of totals has in the column; empty where it has no number there. */
    Optional<BigDecimal> stated(String column) {
        return totals.map(row -> facts(column).number(row.values().get(column)));
    }

    /** The sum of the rows' numbers in the column. */
    BigDecimal sum(String column) {
        int index = table.columns().indexOf(column);
        ColumnFacts facts = facts(column);
        return table.rows().stream()
                .map(row -> facts.number(row.get(index)))
                .filter(Objects::nonNull)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private ColumnFacts facts(String column) {
        int index = table.columns().indexOf(column);
        return new ColumnFacts(column, table.values(index), table.rows().size(), decimal);
    }

    /** Whether the row of totals has the sum of the rows' numbers in the column, to half a cent. */
    boolean isSum(String column) {
        return stated(column)
                .map(stated -> stated.subtract(sum(column)).abs().compareTo(new BigDecimal("0.005")) <= 0)
                .orElse(false);
    }

    /** In words for a person. */
    String words() {
        String name = separator == '\t' ? "tab" : String.valueOf(separator);
        return String.format(
                Locale.ROOT,
                "a table of %d columns, separator %s, decimal sign %s",
                table.columns().size(),
                name,
                decimal);
    }
}
