package io.billinghub.embedded.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.embedded.demo.DemoRun.Outcome;
import io.billinghub.embedded.demo.DemoRun.Taken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The demo's result as text. */
public final class DemoReport {
    private DemoReport() {}

    /** Documents, bills, totals, shares, reconciliation and time per stage. */
    public static String text(Outcome outcome) {
        JsonNode report = outcome.report();
        return documents(outcome)
                + bills(report)
                + sellers(report)
                + taxes(report)
                + shares(report)
                + reconciliation(report)
                + stages(report)
                + verdict(outcome);
    }

    /** One bill's PDF and e-invoices, as they lie in the archive; empty if none is there. */
    public static List<Path> exampleDocuments(Path documents) {
        if (!Files.isDirectory(documents)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(documents)) {
            List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
            return Stream.concat(
                            all.stream()
                                    .filter(file -> file.toString().endsWith(".pdf")
                                            && !file.toString().endsWith("-factur-x.pdf"))
                                    .limit(1),
                            all.stream()
                                    .filter(file -> file.toString().endsWith(".xml"))
                                    .limit(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(documents + " can't be read", e);
        }
    }

    private static String documents(Outcome outcome) {
        if (outcome.kept()) {
            TextTable table = new TextTable(
                    "Documents in (kept from an earlier start)",
                    "partner",
                    "documents",
                    "refused",
                    "accepted",
                    "quarantined");
            for (JsonNode row : outcome.report().path("documents")) {
                table.row(
                        row.path("partner").asText(),
                        row.path("documents"),
                        row.path("refused"),
                        row.path("linesAccepted"),
                        row.path("linesQuarantined"));
            }
            return table.toString();
        }
        TextTable table =
                new TextTable("Documents in", "document", "partner", "status", "accepted", "quarantined", "findings");
        for (Taken taken : outcome.documents()) {
            table.row(
                    taken.file(),
                    taken.partner(),
                    taken.status(),
                    taken.accepted(),
                    taken.quarantined(),
                    taken.findings());
        }
        return table.toString();
    }

    private static String bills(JsonNode report) {
        TextTable table = new TextTable("Bills", "bills", "lines", "currency", "net", "tax", "amount due");
        for (JsonNode total : report.path("bills").path("totals")) {
            table.row(
                    report.path("bills").path("count"),
                    report.path("bills").path("lines"),
                    total.path("currency").asText(),
                    total.path("net").asText(),
                    total.path("tax").asText(),
                    total.path("amountDue").asText());
        }
        return table.toString();
    }

    private static String sellers(JsonNode report) {
        TextTable table = new TextTable(
                "Tax invoices per seller", "seller", "model", "invoices", "currency", "net", "tax", "gross", "numbers");
        for (JsonNode row : report.path("sellers")) {
            table.row(
                    row.path("seller").asText(),
                    row.path("agency").asBoolean() ? "agency" : "own and resale",
                    row.path("invoices"),
                    row.path("currency").asText(),
                    row.path("net").asText(),
                    row.path("tax").asText(),
                    row.path("gross").asText(),
                    row.path("firstNumber").asText() + " to "
                            + row.path("lastNumber").asText());
        }
        return table.toString();
    }

    private static String taxes(JsonNode report) {
        TextTable table = new TextTable("Taxes", "category", "rate %", "currency", "taxable", "tax");
        for (JsonNode row : report.path("taxes")) {
            table.row(
                    row.path("category").asText(),
                    row.path("rate").asText(),
                    row.path("currency").asText(),
                    row.path("taxable").asText(),
                    row.path("tax").asText());
        }
        return table.toString();
    }

    private static String shares(JsonNode report) {
        TextTable table = new TextTable("Shares of the parties", "party", "lines", "currency", "amount");
        for (JsonNode row : report.path("shares")) {
            table.row(
                    row.path("party").asText(),
                    row.path("lines"),
                    row.path("currency").asText(),
                    row.path("amount").asText());
        }
        JsonNode expected = report.path("sharesExpected");
        table.row(
                "all (net of the lines: " + expected.path("net").asText() + ")",
                expected.path("lines"),
                "",
                expected.path("amount").asText());
        return table.toString();
    }

    private static String reconciliation(JsonNode report) {
        TextTable table = new TextTable(
                "Reconciliation of partner bills: received = quarantined + charged; charged x rate = billed + residue",
                "partner",
                "bill",
                "currency",
                "received",
                "quarantined",
                "charged",
                "billed",
                "",
                "residue",
                "reconciled");
        for (JsonNode row : report.path("reconciliation")) {
            table.row(
                    row.path("partner").asText(),
                    row.path("number").asText(),
                    row.path("currency").asText(),
                    row.path("received").asText(),
                    row.path("quarantined").asText(),
                    row.path("charged").asText(),
                    row.path("billed").asText(""),
                    row.path("billedCurrency").asText(""),
                    row.path("residue").asText(""),
                    row.path("reconciled").asBoolean() ? "yes" : "NO");
        }
        return table.toString();
    }

    private static String stages(JsonNode report) {
        TextTable table = new TextTable("Time per stage", "stage", "seconds");
        for (JsonNode row : report.path("stages")) {
            if (row.path("seconds").isTextual()) {
                table.row(row.path("stage").asText(), row.path("seconds").asText());
            }
        }
        return table.toString();
    }

    private static String verdict(Outcome outcome) {
        StringBuilder text = new StringBuilder("\n");
        int checks = 0;
        for (JsonNode check : outcome.coherence().path("checks")) {
            checks++;
            if (!check.path("holds").asBoolean()) {
                text.append("  does not hold: ")
                        .append(check.path("statement").asText())
                        .append(' ')
                        .append(check.path("violations"))
                        .append('\n');
            }
        }
        return text.append(
                        outcome.holds()
                                ? "Everything reconciled: in = out to the cent, all " + checks
                                        + " coherence checks hold.\n"
                                : "NOT everything is reconciled; see above.\n")
                .toString();
    }
}
