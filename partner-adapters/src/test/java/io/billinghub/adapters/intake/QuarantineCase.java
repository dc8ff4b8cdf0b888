package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.quarantine.QuarantineQueries;
import io.billinghub.adapters.quarantine.QuarantineQueries.QuarantineView;
import io.billinghub.adapters.quarantine.QuarantineReplays.ReplayView;
import io.billinghub.adapters.quarantine.Selection;
import io.billinghub.core.coherence.Coherence;
import io.billinghub.core.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Bills and usage of which lines are quarantined, and what is done with them; with a real PostgreSQL. */
abstract class QuarantineCase {

    static final String MAPPING = """
            {"columns": {"number": "No", "account": "Kunde", "product": "Film", "net": "%s", "from": "Datum"},
             "constants": {"currency": "USD"}, "totals": {"column": "Film", "equals": "SUMME", "net": "Netto"}}
            """;
    static final String HEAD = "No;Kunde;Film;Netto;Datum\n";

    Hub hub;

    @BeforeEach
    void start() throws IOException {
        hub = new Hub(
                "adapters_" + getClass().getSimpleName().toLowerCase(Locale.ROOT), Files.createTempDirectory("inbox"));
        adapter(";", "Netto");
        hub.adapter("sensate", "USAGE", "{\"type\": \"push\"}", "{\"type\": \"ndjson\"}", """
                {"fields": {"eventId": "id", "account": "dev", "product": "sku", "quantity": "n", "at": "ts"}}
                """);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    final void adapter(String separator, String net) {
        hub.adapter(
                "cirrus",
                "BILL",
                "{\"type\": \"push\"}",
                "{\"type\": \"csv\", \"separator\": \"" + separator
                        + "\", \"decimal\": \",\", \"date\": \"dd.MM.yyyy\"}",
                MAPPING.formatted(net));
    }

    final void link(String partner, String account) {
        hub.execute("""
                insert into account_link (tenant_id, partner_id, partner_account, account_id)
                select hub_tenant(), r.id, '%s', a.id from party_role r, billing_account a where r.key = '%s'
                """.formatted(account, partner));
    }

    final ReplayView replay(Selection selection) {
        UUID id = TestDatabase.await(hub.database
                        .transactions()
                        .run(hub.tenant, connection -> hub.replays.start(connection, hub.tenant, selection)))
                .id();
        TestDatabase.await(hub.replays.work());
        return TestDatabase.await(
                hub.database.transactions().run(hub.tenant, connection -> hub.replays.one(connection, id)));
    }

    static Selection of(UUID document) {
        return new Selection(null, null, null, document, null);
    }

    final List<QuarantineView> entries(UUID document, String status) {
        QuarantineQueries.Filter filter =
                new QuarantineQueries.Filter(document, status, null, null, null, null, null, null);
        return TestDatabase.await(hub.database
                .transactions()
                .run(hub.tenant, connection -> hub.quarantine.list(connection, filter, OptionalLong.empty(), 100))
                .map(QuarantineQueries.Page::items));
    }

    final UUID waive(UUID entry) {
        UUID id = TestDatabase.await(hub.database
                .transactions()
                .run(hub.tenant, connection -> hub.desk.waive(connection, hub.tenant, entry, "agreed by mail")));
        TestDatabase.await(hub.replays.work());
        return id;
    }

    final void reject(UUID entry) {
        TestDatabase.await(hub.database
                .transactions()
                .run(hub.tenant, connection -> hub.desk.reject(connection, hub.tenant, entry, "sent twice")));
    }

    final String bill(String number) {
        return hub.sql(
                "select accepted_lines || ' lines ' || trim_scale(accepted_net) || ', ' || quarantined_lines || ' lines '"
                        + " || trim_scale(quarantined_net) from partner_bill where number = '" + number + "'");
    }

    final void coherent() {
        assertThat(TestDatabase.await(new Coherence(hub.database.transactions()).check(hub.tenant)))
                .filteredOn(finding -> !finding.holds())
                .isEmpty();
    }

    final String accepted(String number) {
        return hub.sql("select accepted_lines from partner_bill where number = '" + number + "'");
    }
}
