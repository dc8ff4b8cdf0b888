package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.quarantine.QuarantineReplays.ReplayView;
import io.billinghub.adapters.quarantine.QuarantineReplays.ReplayedDocument;
import io.billinghub.adapters.quarantine.Selection;
import io.billinghub.core.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a replay does that the hub itself fails at; with a real PostgreSQL. It is 06:00 for the hub of the test. */
class ReplayAttemptsIT {

    private Hub hub;
    private UUID document;

    @BeforeEach
    void start() throws IOException {
        hub = new Hub("adapters_replay_attempts", Files.createTempDirectory("inbox"));
        hub.adapter("cirrus", "BILL", "{\"type\": \"push\"}", "{\"type\": \"csv\"}", """
                {"columns": {"number": "no", "account": "account", "product": "product", "net": "net", "from": "day"},
                 "constants": {"currency": "USD"}}
                """);
        document = hub.push("cirrus", "a.csv", "no,account,product,net,day\nA-1,acc-2,VM,5.00,2026-10-02\n")
                .document()
                .id();
        hub.execute("""
                insert into account_link (tenant_id, partner_id, partner_account, account_id)
                select hub_tenant(), r.id, 'acc-2', a.id from party_role r, billing_account a where r.key = 'cirrus'
                """);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private UUID started() {
        return TestDatabase.await(hub.transactions()
                        .run(
                                hub.tenant,
                                connection -> hub.replays.start(
                                        connection, hub.tenant, new Selection(null, null, null, document, null))))
                .id();
    }

    private ReplayView worked(UUID replay) {
        TestDatabase.await(hub.replays.work());
        return TestDatabase.await(
                hub.transactions().run(hub.tenant, connection -> hub.replays.one(connection, replay)));
    }

    private void hourLater() {
        hub.execute("update quarantine_replay_document set leased_until = timestamptz '2026-11-01T05:59:00Z'"
                + " where leased_until is not null");
    }

    private String waitsUntil() {
        return hub.sql("select to_char(leased_until at time zone 'UTC', 'HH24:MI') from quarantine_replay_document");
    }

    /** An entry of a rule that this version of the hub does not know. */
    private void broken(boolean broken) {
        hub.execute("update quarantine_entry set rule_code = '" + (broken ? "NO_SUCH_RULE" : "UNKNOWN_ACCOUNT") + "'");
    }

    @Test
    void documentThatTheHubFailsAtIsTriedEverMoreSeldomThenGivenUpAndStartedAnew() {
        broken(true);
        UUID replay = started();

        ReplayView first = worked(replay);
        assertThat(first.status()).isEqualTo("PENDING");
        ReplayedDocument item = first.items().get(0);
        assertThat(item.status() + " " + item.attempts() + " " + item.code()).isEqualTo("PENDING 1 REPLAY_FAILED");
        assertThat(item.detail()).contains("NO_SUCH_RULE");
        assertThat(waitsUntil()).isEqualTo("06:01");
        // it is not its time yet
        assertThat(worked(replay).items().get(0).attempts()).isEqualTo(1);

        for (String until : new String[] {"06:04", "06:16", "07:04", "10:16"}) {
            hourLater();
            assertThat(worked(replay).failed()).isZero();
            assertThat(waitsUntil()).isEqualTo(until);
        }
        hourLater();
        ReplayView last = worked(replay);

        assertThat(last.status() + " " + last.failed()).isEqualTo("DONE 1");
        assertThat(last.items().get(0).status()).isEqualTo("FAILED");
        assertThat(last.items().get(0).detail()).contains("NO_SUCH_RULE");
        assertThat(
                        hub.sql(
                                "select count(*) || ' ' || max(data::jsonb ->> 'attempts') from outbox where type = 'io.billinghub.quarantine.replay-failed.v1'"))
                .isEqualTo("1 6");

        broken(false);
        assertThat(worked(started()).acceptedLines()).isEqualTo(1);
        assertThat(worked(replay).failed()).isEqualTo(1);
    }

    @Test
    void documentThatEndsTheProcessEachTimeIsGivenUpToo() {
        UUID replay = started();
        hub.execute("update quarantine_replay_document set attempts = 6, leased_until = '2026-11-01T05:59:00Z'");

        ReplayedDocument item = worked(replay).items().get(0);

        assertThat(item.status() + " " + item.code() + " " + item.detail())
                .isEqualTo("FAILED REPLAY_FAILED the process ended while it was at it");
    }

    @Test
    void refusedDocumentThatTheHubFailedAtCanBeStartedAnew() {
        UUID replay = started();
        hub.execute("update received_document set status = 'RECEIVED', quarantined_lines = 0");
        hub.execute("update quarantine_entry set status = 'RELEASED'");
        hub.execute("update quarantine_replay_document set status = 'FAILED'");

        assertThat(TestDatabase.await(hub.transactions()
                                .run(
                                        hub.tenant,
                                        connection -> hub.replays.count(
                                                connection, new Selection(null, null, null, document, null))))
                        .documents())
                .isEqualTo(1);
        assertThat(worked(replay).failed()).isEqualTo(1);
    }
}
