package io.billinghub.adapters.dryrun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.model.EvidenceLine;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.UsageReversal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What an adapter reads in a document, as JSON that can be compared: the head of the bill, and each line by its position. Numbers are
 * texts without an exponent, so that no digit is lost. Of what lies behind the first {@value #MOST_LINES} lines only the number and a hash
 * are kept, so that memory has a bound. For one thread.
 */
final class CanonicalDocument implements ParsedLine.Reader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MOST_LINES = 10_000;

    private final ObjectNode document = JSON.createObjectNode();
    private final ArrayNode lines = JSON.createArrayNode();
    private final MessageDigest digest = sha256();
    private ObjectNode beyond;
    private int more;

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** How many lines such a document has, those of which only the hash is kept included. */
    static int lineCount(JsonNode document) {
        return document.path("lines").size() + document.at("/more/lines").intValue();
    }

    /** With the head, which is known when all lines are read. */
    ObjectNode whole(Optional<CanonicalBill> bill) {
        bill.ifPresent(head -> document.putObject("bill")
                .put("number", head.number())
                .put("type", head.type().name())
                .put("currency", head.currency())
                .put("periodFrom", text(head.periodFrom()))
                .put("periodTo", text(head.periodTo()))
                .put("statedNet", text(head.statedNet()))
                .put("statedTax", text(head.statedTax())));
        document.set("lines", lines);
        close();
        if (more > 0) {
            document.putObject("more")
                    .put("lines", more)
                    .put("sha256", HexFormat.of().formatHex(digest.digest()));
        }
        return document;
    }

    @Override
    public void line(CanonicalLine line) {
        ObjectNode entry = entry(line, "line")
                .put("customerNumber", line.account())
                .put("product", line.product())
                .put("group", line.groupingKey())
                .put("description", line.description())
                .put("quantity", text(line.quantity()))
                .put("unit", line.unit())
                .put("net", text(line.net()))
                .put("reference", line.creditReference());
        if (line.period() != null) {
            entry.put("from", text(line.period().from()))
                    .put("to", text(line.period().to()));
        }
        if (line.tax() != null) {
            entry.put("taxCategory", line.tax().category())
                    .put("taxRate", text(line.tax().rate()));
        }
    }

    @Override
    public void usage(CanonicalUsage usage) {
        ObjectNode entry = entry(usage, "usage")
                .put("event", usage.eventId())
                .put("customerNumber", usage.account())
                .put("product", usage.product())
                .put("group", usage.groupingKey())
                .put("quantity", text(usage.quantity()))
                .put("unit", usage.unit())
                .put("from", text(usage.occurredAt()))
                .put("to", text(usage.endedAt()))
                .put("net", text(usage.amount()))
                .put("corrects", usage.corrects());
        if (!usage.dimensions().isEmpty()) {
            ObjectNode dimensions = entry.putObject("dimensions");
            new java.util.TreeMap<>(usage.dimensions()).forEach(dimensions::put);
        }
    }

    @Override
    public void reversal(UsageReversal reversal) {
        entry(reversal, "reversal").put("event", reversal.eventId()).put("corrects", reversal.reverses());
    }

    @Override
    public void flawed(FlawedLine line) {
        entry(line, "flawed")
                .put("rule", line.rule().name())
                .put("detail", line.detail())
                .put("net", text(line.amount()));
    }

    @Override
    public void evidence(EvidenceLine line) {
        entry(line, "evidence")
                .put("rule", line.rule().name())
                .put("detail", line.detail())
                .put("net", text(line.amount()));
    }

    private ObjectNode entry(ParsedLine line, String kind) {
        close();
        ObjectNode entry = JSON.createObjectNode();
        if (lines.size() < MOST_LINES) {
            lines.add(entry);
        } else {
            beyond = entry;
        }
        return entry.put("position", line.position()).put("place", line.place()).put("kind", kind);
    }

    /** Takes in the last line, now that it is filled, if it is one of those that are not kept. */
    private void close() {
        if (beyond != null) {
            digest.update(beyond.toString().getBytes(StandardCharsets.UTF_8));
            more++;
            beyond = null;
        }
    }

    private static String text(Object value) {
        if (value == null) {
            return null;
        }
        return value instanceof BigDecimal number ? number.stripTrailingZeros().toPlainString() : value.toString();
    }
}
