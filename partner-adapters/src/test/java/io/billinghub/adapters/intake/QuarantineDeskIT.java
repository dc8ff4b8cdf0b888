package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.quarantine.QuarantineQueries;
import io.billinghub.adapters.quarantine.QuarantineQueries.QuarantineView;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.testing.TestDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What people decide on and say of what was quarantined; with a real PostgreSQL. */
class QuarantineDeskIT extends QuarantineCase {

    /** Stated 9.98; 3.99 + 4.99 = 8.98. */
    @Test
    void wholeBillIsAcceptedWhenItsRuleIsWaivedButForWhatWasRejected() {
        UUID document = hub.push(
                        "cirrus",
                        "a.csv",
                        HEAD + "Q-4;acc-1;VM;3,99;02.10.2026\nQ-4;acc-9;VM;4,99;03.10.2026\n;;SUMME;9,98;\n")
                .document()
                .id();
        List<QuarantineView> open = entries(document, "OPEN");
        QuarantineView total = open.stream()
                .filter(entry -> entry.position() == null)
                .findFirst()
                .orElseThrow();
        QuarantineView line = open.stream()
                .filter(entry -> entry.position() != null)
                .findFirst()
                .orElseThrow();
        assertThat(replay(of(document)).acceptedLines()).isZero();

        assertThatThrownBy(() -> waive(line.id()))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.code()).isEqualTo(AdapterError.NOT_WAIVABLE));
        reject(line.id());
        waive(total.id());

        assertThat(bill("Q-4")).isEqualTo("1 lines 3.99, 1 lines 4.99");
        link("cirrus", "acc-9");
        assertThat(replay(of(document)).acceptedLines()).isZero();
        assertThat(bill("Q-4")).isEqualTo("1 lines 3.99, 1 lines 4.99");
        assertThat(
                        hub.sql(
                                "select string_agg(action, ' ' order by action) from audit_event where action like 'quarantine.%'"))
                .isEqualTo("quarantine.reject quarantine.replay quarantine.replay quarantine.waive");
        assertThatThrownBy(() -> reject(line.id()))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.code()).isEqualTo(AdapterError.ENTRY_SETTLED));
        coherent();
    }

    @Test
    void partnerAnswersItsOwnAndDoesNotSeeWhatIsForTheStaff() {
        UUID document = hub.push("cirrus", "a.csv", HEAD + "Q-8;acc-8;VM;5,00;02.10.2026\n")
                .document()
                .id();
        UUID entry = entries(document, "OPEN").get(0).id();
        TenantContext cirrus =
                hub.tenant.forPartner(Long.parseLong(hub.sql("select id from party_role where key = 'cirrus'")));
        TenantContext sensate =
                hub.tenant.forPartner(Long.parseLong(hub.sql("select id from party_role where key = 'sensate'")));
        comment(hub.tenant, entry, "look at the contract", true, null);
        comment(hub.tenant, entry, "whose number is this?", false, null);
        comment(cirrus, entry, "a new branch", false, document);

        assertThat(found(cirrus, entry).thread())
                .extracting(QuarantineQueries.CommentView::text)
                .containsExactly("whose number is this?", "a new branch");
        assertThat(found(hub.tenant, entry).thread()).hasSize(3);
        assertThat(TestDatabase.await(
                        hub.records.of(cirrus, found(cirrus, entry).documentId(), 100, "row 2")))
                .contains("Q-8;acc-8;VM;5,00;02.10.2026");
        assertThatThrownBy(() -> found(sensate, entry))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.code()).isEqualTo(AdapterError.UNKNOWN_ENTRY));
        assertThatThrownBy(() -> comment(sensate, entry, "mine", false, null))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.code()).isEqualTo(AdapterError.UNKNOWN_ENTRY));
        assertThat(hub.sql("select count(*) from outbox where type = 'io.billinghub.quarantine.commented.v1'"))
                .isEqualTo("2");
    }

    private void comment(TenantContext who, UUID entry, String text, boolean staffOnly, UUID document) {
        TestDatabase.await(hub.database
                .transactions()
                .run(who, connection -> hub.desk.comment(connection, who, entry, text, staffOnly, document)));
    }

    private QuarantineQueries.Found found(TenantContext who, UUID entry) {
        return TestDatabase.await(
                hub.database.transactions().run(who, connection -> hub.quarantine.one(connection, entry)));
    }

    @Test
    void dryRunCountsAndChangesNothing() {
        UUID document = hub.push(
                        "cirrus", "a.csv", HEAD + "Q-9;acc-5;VM;5,00;02.10.2026\nQ-9;acc-5;VM;6,00;02.10.2026\n")
                .document()
                .id();

        var touched = TestDatabase.await(
                hub.database.transactions().run(hub.tenant, connection -> hub.replays.count(connection, of(document))));

        assertThat(touched.documents()).isEqualTo(1);
        assertThat(touched.entries()).isEqualTo(2);
        assertThat(touched.atStake()).hasSize(1);
        assertThat(touched.atStake().get("USD")).isEqualByComparingTo("11.00");
        assertThat(hub.sql("select count(*) from quarantine_replay")).isEqualTo("0");
    }
}
