package io.billinghub.adapters.suggest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.model.DocumentKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Mappings out of JSON: a JSONata expression for one bill, dotted paths for records of usage. */
final class JsonProposal {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonProposal() {}

    /** Usage, one record per line. */
    static Proposal ofUsage(JsonSample sample) {
        FieldAssignment fields = new FieldAssignment(sample.records(), '.', DocumentKind.USAGE);
        ObjectNode paths = JSON.createObjectNode();
        fields.guesses().forEach(guess -> paths.put(guess.field(), guess.source()));
        ObjectNode descriptor = JSON.createObjectNode().put("kind", DocumentKind.USAGE.name());
        descriptor.putObject("format").put("type", "ndjson");
        descriptor.putObject("mapping").set("fields", paths);
        List<String> questions = missing(fields, DocumentKind.USAGE, "mapping.fields");
        if (fields.column(CanonicalField.PRODUCT).isEmpty()) {
            questions.add(
                    "No path names the product: put the one that all records have into mapping.constants.product.");
        }
        return new Proposal(descriptor, fields.isEnough(), fields.guesses(), fields.unused(), questions);
    }

    /** One bill per document. */
    static Proposal ofBill(JsonSample sample) {
        FieldAssignment lines = new FieldAssignment(sample.records(), '.', DocumentKind.BILL);
        FieldAssignment head = new FieldAssignment(sample.head(), '.', DocumentKind.BILL);
        Map<String, String> bill = new LinkedHashMap<>();
        List<FieldGuess> guesses = new ArrayList<>();
        take(bill, guesses, head, CanonicalField.NUMBER, "number");
        take(bill, guesses, head, CanonicalField.CURRENCY, "currency");
        take(bill, guesses, head, CanonicalField.FROM, "periodFrom");
        take(bill, guesses, head, CanonicalField.TO, "periodTo");
        take(bill, guesses, head, CanonicalField.NET, "net");
        take(bill, guesses, head, CanonicalField.TAX_AMOUNT, "tax");
        Map<String, String> line = new LinkedHashMap<>();
        for (FieldGuess guess : lines.guesses()) {
            if (!guess.field().equals(CanonicalField.NUMBER.key())
                    && !guess.field().equals(CanonicalField.CURRENCY.key())) {
                line.put(guess.field(), path(guess.source()));
                guesses.add(guess);
            }
        }
        if (!line.containsKey(CanonicalField.ACCOUNT.key())) {
            head.column(CanonicalField.ACCOUNT)
                    .ifPresent(column -> line.put(CanonicalField.ACCOUNT.key(), "$$." + path(column.name())));
        }
        String items = sample.path().isEmpty()
                ? "$"
                : sample.path().stream().map(JsonProposal::step).collect(Collectors.joining("."));
        bill.put("lines", "[" + items + "." + object(line) + "]");
        ObjectNode descriptor = JSON.createObjectNode().put("kind", DocumentKind.BILL.name());
        descriptor.putObject("format").put("type", "json");
        descriptor.putObject("mapping").put("jsonata", object(bill));
        List<String> questions = new ArrayList<>();
        if (!line.containsKey(CanonicalField.ACCOUNT.key())) {
            questions.add("No path was found for account: put it into the lines of mapping.jsonata.");
        }
        if (!line.containsKey(CanonicalField.NET.key())) {
            questions.add("No path was found for net: put it into the lines of mapping.jsonata.");
        }
        if (!bill.containsKey("number")) {
            questions.add("No path was found for the bill's number: put it into mapping.jsonata.");
        }
        if (bill.containsKey("periodTo") || line.containsKey(CanonicalField.TO.key())) {
            questions.add(
                    "Ends of periods must be the first day after: write $plusDays(path, 1) where the partner names the"
                            + " last day.");
        }
        boolean enough = line.containsKey(CanonicalField.ACCOUNT.key())
                && line.containsKey(CanonicalField.NET.key())
                && bill.containsKey("number");
        return new Proposal(descriptor, enough, guesses, lines.unused(), questions);
    }

    private static void take(
            Map<String, String> bill,
            List<FieldGuess> guesses,
            FieldAssignment head,
            CanonicalField field,
            String name) {
        head.column(field).ifPresent(column -> {
            bill.put(name, path(column.name()));
            head.guesses().stream()
                    .filter(guess -> guess.field().equals(field.key()))
                    .findFirst()
                    .ifPresent(guess -> guesses.add(
                            new FieldGuess(name, guess.source(), guess.confidence(), guess.why(), guess.examples())));
        });
    }

    private static List<String> missing(FieldAssignment fields, DocumentKind kind, String where) {
        List<String> questions = new ArrayList<>();
        for (CanonicalField field : CanonicalField.needed(kind)) {
            if (fields.column(field).isEmpty()) {
                questions.add("No path was found for " + field.key() + ": put it into " + where + ".");
            }
        }
        return questions;
    }

    private static String object(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\": " + field.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String path(String dotted) {
        return List.of(dotted.split("\\.", -1)).stream().map(JsonProposal::step).collect(Collectors.joining("."));
    }

    /** A step of a JSONata path; names that are no identifiers stand in backquotes. */
    private static String step(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") && !name.matches("and|or|in|true|false|null|function")
                ? name
                : "`" + name.replace("`", "") + "`";
    }
}
