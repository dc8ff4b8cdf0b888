package io.billinghub.adapters.suggest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.mapping.ExactJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a sample is, by how it begins. */
final class Formats {

    private static final Pattern ROOT = Pattern.compile("<(?:([A-Za-z_][\\w.-]*):)?([A-Za-z_][\\w.-]*)[\\s/>]");

    /** Formats that are tables of text. */
    private static final Set<String> TABLES = Set.of("csv", "focus");

    private Formats() {}

    static FormatGuess of(Path file, SampleText text) throws IOException {
        String head = text.text().stripLeading();
        if (startsWith(file, "%PDF-")) {
            return new FormatGuess("factur-x", 80, "it is a PDF; a Factur-X invoice has its data inside");
        }
        if (startsWith(file, "PAR1")) {
            return new FormatGuess("parquet", 100, "it begins as Parquet files do");
        }
        if (head.startsWith("<")) {
            return xml(head);
        }
        if (head.startsWith("UNA") || head.startsWith("UNB+") || head.startsWith("UNH+") || head.startsWith("BGM+")) {
            return new FormatGuess("edifact", 100, "it begins with the segment " + head.substring(0, 3));
        }
        if (head.startsWith("ISA") && head.length() > 105) {
            return new FormatGuess("x12-810", 95, "it begins with the segment ISA of X12");
        }
        if (head.startsWith("{") || head.startsWith("[")) {
            return records(text.text()).size() > 1
                    ? new FormatGuess("ndjson", 100, "each line is a JSON object")
                    : new FormatGuess("json", 95, "it is one JSON document");
        }
        return CsvSample.of(text.text())
                .map(table -> new FormatGuess("csv", table.regular(), "it is " + table.words()))
                .orElse(new FormatGuess("unknown", 0, "it is no table with a separator, no XML, JSON or EDI"));
    }

    /** Whether a sample that begins so may be read by that format. */
    static boolean mayBe(FormatGuess guess, String type) {
        return guess.type().equals(type)
                || TABLES.contains(guess.type()) && TABLES.contains(type)
                || guess.type().equals("parquet") && type.equals("focus");
    }

    /** The objects of the lines; empty if a line is none. The last line may be cut off. */
    static List<JsonNode> records(String text) {
        List<JsonNode> records = new ArrayList<>();
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        for (int i = 0; i < lines.size() && records.size() < Table.MOST_ROWS; i++) {
            try {
                JsonNode node = ExactJson.MAPPER.readTree(lines.get(i));
                if (node == null || !node.isObject()) {
                    return List.of();
                }
                records.add(node);
            } catch (JsonProcessingException e) {
                return i > 1 && i == lines.size() - 1 ? records : List.of();
            }
        }
        return records;
    }

    private static FormatGuess xml(String head) {
        Matcher root = ROOT.matcher(head);
        String name = root.find(rootOf(head)) ? root.group(2) : "";
        if ((name.equals("Invoice") || name.equals("CreditNote")) && head.contains("oasis:names:specification:ubl")) {
            return new FormatGuess("ubl", 100, "its root is a UBL " + name);
        }
        if (name.equals("CrossIndustryInvoice")) {
            return new FormatGuess("cii", 100, "its root is a CrossIndustryInvoice");
        }
        return new FormatGuess("xml", 90, "it is XML with the root " + name);
    }

    /** Where the root begins, behind comments and processing instructions; each character is looked at once. */
    private static int rootOf(String text) {
        int at = text.indexOf('<');
        while (at >= 0) {
            String end = text.startsWith("<?", at) ? "?>" : text.startsWith("<!--", at) ? "-->" : null;
            if (end == null) {
                return at;
            }
            int closed = text.indexOf(end, at + 2);
            at = closed < 0 ? -1 : text.indexOf('<', closed + end.length());
        }
        return text.length();
    }

    private static boolean startsWith(Path file, String magic) throws IOException {
        byte[] wanted = magic.getBytes(StandardCharsets.US_ASCII);
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(wanted.length), wanted);
        }
    }
}
