package io.billinghub.core.coherence;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.testing.TestDatabase;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each event has one record, and what is taken back is so once and exactly: whatever else there is, is found. */
class UsageOnceIT {

    private static final AtomicInteger TENANTS = new AtomicInteger();
    private static final String KEY = "insert into usage_key (tenant_id, partner_id, event_id, document_id, position)"
            + " select tenant_id, partner_id, %s, document_id, %s from usage_key where event_id = 'event-1'";
    private static final String TAKEN = """
            insert into usage_record (tenant_id, bill_period, document_id, position, partner_id, account_id, offering_id, grouping_key,
                                      occurred_at, quantity, unit, reverses_document, reverses_position)
            select tenant_id, bill_period, document_id, %s, partner_id, account_id, offering_id, grouping_key, %s, %s, unit,
                   document_id, %s from usage_record where position = 1
            """;

    private static TestDatabase database;
    private TenantContext tenant;

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.create("hub_it_usage_once");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    /** One event, {@code event-1}, with one record at position 1. */
    @BeforeEach
    void usage() {
        tenant = database.tenant("tenant-" + TENANTS.incrementAndGet());
        database.loadPublishedBill(tenant);
    }

    @Test
    void anEventWithItsRecordIsWhole() {
        assertThat(violations()).isEmpty();
    }

    @Test
    void anEventWithoutARecordIsFound() {
        execute(KEY.formatted("'event-2'", "2"));
        assertThat(violations()).singleElement().asString().contains("2 events, 1 records");
    }

    @Test
    void whatIsTakenBackByAReversalIsWhole() {
        execute(KEY.formatted("'r'", "2"));
        execute(KEY.formatted("chr(31) || event_id", "2"));
        execute(TAKEN.formatted("2", "occurred_at", "-quantity", "1"));
        assertThat(violations()).isEmpty();
    }

    @Test
    void whatIsTakenBackByACorrectionIsWhole() {
        execute(KEY.formatted("'c'", "2"));
        execute(TAKEN.formatted("2", "occurred_at", "3", "null").replace("document_id, null from", "null, null from"));
        execute(KEY.formatted("chr(31) || event_id", "1000000002"));
        execute(TAKEN.formatted("1000000002", "occurred_at", "-quantity", "1"));
        assertThat(violations()).isEmpty();
    }

    @Test
    void whatIsTakenBackInPartIsFound() {
        execute(KEY.formatted("'r'", "2"));
        execute(KEY.formatted("chr(31) || event_id", "2"));
        execute(TAKEN.formatted("2", "occurred_at", "-quantity / 2", "1"));
        assertThat(violations()).singleElement().asString().contains("takes back", "-1, which is not there");
    }

    @Test
    void whatIsTakenBackAtAnotherTimeIsFound() {
        execute(KEY.formatted("'r'", "2"));
        execute(KEY.formatted("chr(31) || event_id", "2"));
        execute(TAKEN.formatted("2", "occurred_at + interval '1 hour'", "-quantity", "1"));
        assertThat(violations()).hasSize(1);
    }

    @Test
    void whatIsTakenBackWithoutItsKeyIsFound() {
        execute(KEY.formatted("'r'", "2"));
        execute(TAKEN.formatted("2", "occurred_at", "-quantity", "1"));
        assertThat(violations()).singleElement().asString().contains("is another one by its key");
    }

    @Test
    void aKeyThatSaysSoWithoutARecordIsFound() {
        execute(KEY.formatted("chr(31) || event_id", "2"));
        assertThat(violations())
                .singleElement()
                .asString()
                .contains("says that usage was taken back, and no record does");
    }

    private void execute(String sql) {
        database.execute(tenant, sql);
    }

    private List<String> violations() {
        return TestDatabase.await(new Coherence(database.transactions()).check(tenant)).stream()
                .filter(finding -> finding.check().equals(CoherenceCheck.USAGE_ONCE.name()))
                .findFirst()
                .orElseThrow()
                .violations();
    }
}
