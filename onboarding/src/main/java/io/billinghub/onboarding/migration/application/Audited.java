package io.billinghub.onboarding.migration.application;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.onboarding.migration.model.FileReport;
import io.billinghub.onboarding.migration.model.Migration;
import io.billinghub.onboarding.migration.model.Reconciled;
import io.billinghub.onboarding.migration.model.Total;
import java.util.List;
import java.util.Optional;

/** What the audit log keeps of migrations, as JSON text: figures and names of things, no rows. */
final class Audited {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Audited() {}

    static String migration(Migration migration) {
        return JSON.createObjectNode()
                .put("key", migration.key())
                .put("source", migration.source())
                .put("cutOver", migration.cutOver().toString())
                .put("state", migration.open() ? "OPEN" : "COMPLETED")
                .toString();
    }

    static String file(FileReport report) {
        ObjectNode said = JSON.createObjectNode()
                .put("kind", report.kind().name())
                .put("stored", report.stored())
                .put("taken", report.taken())
                .put("duplicates", report.duplicates())
                .put("refused", report.refused());
        report.id().ifPresent(id -> said.put("file", id.toString()));
        return said.toString();
    }

    /** The totals of what is reconciled; empty where there are none. */
    static Optional<String> totals(List<Reconciled> reconciled) {
        ArrayNode totals = JSON.createArrayNode();
        reconciled.forEach(each -> each.expected().ifPresent(total -> put(totals.addObject(), each, total)));
        return totals.isEmpty() ? Optional.empty() : Optional.of(totals.toString());
    }

    static String acceptance(Reconciled difference, String reason) {
        ObjectNode said = JSON.createObjectNode().put("reason", reason);
        put(said.putObject("held"), difference, difference.held());
        difference.expected().ifPresent(total -> put(said.putObject("expected"), difference, total));
        return said.toString();
    }

    private static void put(ObjectNode said, Reconciled of, Total total) {
        said.put("kind", of.kind().name()).put("currency", of.currency()).put("count", total.count());
        if (total.sum() != null) {
            said.put("sum", total.sum().toPlainString());
        }
    }
}
