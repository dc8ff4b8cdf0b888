package io.billinghub.adapters.suggest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.model.DocumentKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A mapping of columns out of a table. */
final class CsvProposal {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CsvSample sample;
    private final SampleText text;
    private final DocumentKind kind;
    private final FieldAssignment fields;
    private final List<String> questions = new ArrayList<>();
    private final Optional<String> date;

    private CsvProposal(CsvSample sample, SampleText text, DocumentKind kind) {
        this.sample = sample;
        this.text = text;
        this.kind = kind;
        this.fields = new FieldAssignment(sample.table(), sample.decimal(), kind);
        this.date = date();
    }

    static Proposal of(CsvSample sample, SampleText text, DocumentKind kind) {
        return new CsvProposal(sample, text, kind).proposal();
    }

    private Proposal proposal() {
        ObjectNode format = sample.options(text.encoding());
        date.ifPresent(pattern -> {
            if (!pattern.equals("yyyy-MM-dd")) {
                format.put("date", pattern);
            }
        });
        ObjectNode columns = JSON.createObjectNode();
        fields.guesses().forEach(guess -> columns.put(guess.field(), guess.source()));
        ObjectNode mapping = JSON.createObjectNode();
        mapping.set("columns", columns);
        if (kind == DocumentKind.BILL) {
            periodEnd().ifPresent(end -> mapping.put("periodEnd", end));
            totals().ifPresent(totals -> mapping.set("totals", totals));
        }
        ask();
        ObjectNode descriptor = JSON.createObjectNode().put("kind", kind.name());
        descriptor.set("format", format);
        descriptor.set("mapping", mapping);
        return new Proposal(descriptor, fields.isEnough(), fields.guesses(), fields.unused(), questions);
    }

    private void ask() {
        if (!text.certain()) {
            questions.add("The sample is not UTF-8; " + text.encoding() + " is what its letters look like. Check a name"
                    + " with an accent.");
        }
        if (sample.skipped() > 0) {
            questions.add("The headers stand behind " + sample.skipped() + " other rows.");
        }
        for (CanonicalField field : CanonicalField.needed(kind)) {
            if (fields.column(field).isEmpty()) {
                questions.add("No column was found for " + field.key() + ": put it into mapping.columns.");
            }
        }
        if (kind == DocumentKind.BILL && fields.column(CanonicalField.CURRENCY).isEmpty()) {
            questions.add("No column names the currency: put it into mapping.constants.currency.");
        }
        if (fields.column(CanonicalField.PRODUCT).isEmpty()) {
            questions.add(
                    "No column names the product: put the one that all lines have into mapping.constants.product.");
        }
        if (kind == DocumentKind.BILL && fields.column(CanonicalField.NUMBER).isEmpty()) {
            questions.add(
                    "No column holds the bill's number: each bill is called after its file, so files need names of"
                            + " their own.");
        }
    }

    /** The one pattern that all columns of dates have in common. */
    private Optional<String> date() {
        List<ColumnFacts> dates = Stream.of(CanonicalField.FROM, CanonicalField.TO)
                .map(fields::column)
                .flatMap(Optional::stream)
                .toList();
        if (dates.isEmpty()) {
            return Optional.empty();
        }
        List<String> common = new ArrayList<>(dates.get(0).datePatterns());
        dates.forEach(column -> common.retainAll(column.datePatterns()));
        if (common.isEmpty()) {
            questions.add("The dates of " + dates.get(0).name() + " are in no pattern that is known: put it into"
                    + " format.date.");
            return Optional.empty();
        }
        String first = common.get(0);
        common.stream()
                .filter(other -> DatePatterns.differInOrder(first, other))
                .findFirst()
                .ifPresent(other -> questions.add("The dates, such as "
                        + dates.get(0).examples().get(0) + ", can be " + first + " or " + other
                        + ": the sample does not tell which."));
        return Optional.of(first);
    }

    /** Whether the last day or the first day after ends a period: whole months tell. */
    private Optional<String> periodEnd() {
        if (fields.column(CanonicalField.FROM).isEmpty()
                || fields.column(CanonicalField.TO).isEmpty()) {
            return Optional.empty();
        }
        Optional<String> end = date.flatMap(format -> PeriodEnds.of(
                sample.table(),
                fields.column(CanonicalField.FROM).get().name(),
                fields.column(CanonicalField.TO).get().name(),
                format));
        if (end.isEmpty()) {
            questions.add(
                    "Whether the end of a period is its last day or the first day after, the sample does not tell:"
                            + " the last day is assumed (mapping.periodEnd).");
        }
        return end.filter(found -> !found.equals("inclusive"));
    }

    /** Empty where no row states totals. */
    private Optional<ObjectNode> totals() {
        Optional<CsvSample.Totals> totals = sample.totals();
        if (totals.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode node = JSON.createObjectNode()
                .put("column", totals.get().column())
                .put("equals", totals.get().text());
        fields.column(CanonicalField.NET)
                .map(ColumnFacts::name)
                .filter(net -> sample.stated(net).isPresent())
                .ifPresent(net -> {
                    node.put("net", net);
                    if (!sample.isSum(net)) {
                        questions.add("The row " + totals.get().text() + " states "
                                + sample.stated(net).orElseThrow().toPlainString() + " in " + net
                                + ", the rows before it add up to "
                                + sample.sum(net).toPlainString() + ".");
                    }
                });
        fields.column(CanonicalField.TAX_AMOUNT)
                .map(ColumnFacts::name)
                .filter(sample::isSum)
                .ifPresent(tax -> node.put("tax", tax));
        if (!node.has("net") && !node.has("tax")) {
            questions.add("The row " + totals.get().text() + " states no amount that is understood: put its column into"
                    + " mapping.totals.net.");
        }
        return Optional.of(node);
    }
}
