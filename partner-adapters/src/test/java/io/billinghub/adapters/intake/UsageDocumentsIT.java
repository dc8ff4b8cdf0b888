package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Usage in documents on its way in, with a real PostgreSQL. */
class UsageDocumentsIT {

    private static Hub hub;

    @BeforeAll
    static void start() throws IOException {
        hub = new Hub("adapters_usage_documents", Files.createTempDirectory("inbox"));
        hub.adapter("sensate", "USAGE", "{\"type\": \"push\"}", "{\"type\": \"ndjson\"}", """
                {"fields": {"eventId": "id", "account": "dev", "product": "sku", "quantity": "n", "at": "ts"}}
                """);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void anEventThatWasTakenInBeforeIsNotCountedAgain() {
        String event = "{\"id\":\"%s\",\"dev\":\"dev-9\",\"sku\":\"x\",\"n\":%s,\"ts\":\"2026-10-05T10:00:00Z\"}\n";
        hub.push("sensate", "1.ndjson", event.formatted("e1", "1.5") + event.formatted("e2", "2"));
        IntakeOutcome outcome =
                hub.push("sensate", "2.ndjson", event.formatted("e2", "2") + event.formatted("e3", "4"));

        assertThat(outcome).isInstanceOf(IntakeOutcome.PartlyAccepted.class);
        assertThat(outcome.document().findings()).extracting(Finding::rule).containsExactly(RuleCode.DUPLICATE_USAGE);
        assertThat(hub.sql(
                        "select sum(u.quantity) from usage_record u join usage_key k on k.document_id = u.document_id"
                                + " and k.position = u.position where k.event_id in ('e1', 'e2', 'e3')"))
                .isEqualTo("7.5");
    }

    @Test
    void anAmountThatAnEventCarriesIsKept() {
        hub.adapter("sensate", "USAGE", "{\"type\": \"push\"}", "{\"type\": \"ndjson\"}", """
                {"fields": {"eventId": "id", "account": "dev", "product": "sku", "quantity": "n", "at": "ts", "amount": "eur"}}
                """);
        String event = "{\"id\":\"%s\",\"dev\":\"dev-9\",\"sku\":\"x\",\"n\":1,\"ts\":\"2026-10-05T10:00:00Z\"%s}\n";
        IntakeOutcome outcome = hub.push(
                "sensate",
                "amounts.ndjson",
                event.formatted("amount1", ",\"eur\":0.000000000012")
                        + event.formatted("amount2", "")
                        + event.formatted("amount3", ",\"eur\":0.0000000000001")
                        + event.formatted("amount4", ",\"eur\":-1"));
        assertThat(outcome.document().findings())
                .extracting(Finding::rule)
                .containsExactly(RuleCode.AMOUNT_OUT_OF_RANGE, RuleCode.NEGATIVE_WITHOUT_REFERENCE);
        assertThat(hub.sql(
                        "select string_agg(k.event_id || ' ' || coalesce(u.amount::text, 'none'), ', ' order by k.event_id)"
                                + " from usage_record u join usage_key k on k.document_id = u.document_id and k.position = u.position"
                                + " where k.event_id like 'amount%'"))
                .isEqualTo("amount1 0.000000000012, amount2 none");
    }

    @Test
    void aWaiverHoldsForTheAmountThatWasSeen() {
        String mapping =
                "{\"fields\": {\"eventId\": \"id\", \"account\": \"dev\", \"product\": \"sku\", \"quantity\": \"n\", \"at\": \"ts\", \"amount\": \"%s\"}}";
        hub.adapter("sensate", "USAGE", "{\"type\": \"push\"}", "{\"type\": \"ndjson\"}", mapping.formatted("one"));
        hub.push(
                "sensate",
                "waived.ndjson",
                "{\"id\":\"waived\",\"dev\":\"dev-9\",\"sku\":\"x\",\"n\":1,\"ts\":\"2026-10-05T10:00:00Z\",\"one\":-1,\"other\":-100}\n");
        hub.adapter("sensate", "USAGE", "{\"type\": \"push\"}", "{\"type\": \"ndjson\"}", mapping.formatted("other"));

        assertThat(waivedThenTaken("-1")).isEqualTo("0");
        assertThat(waivedThenTaken("-100")).isEqualTo("1");
    }

    /** Waives the open entry of the amount; answers how many records there are behind the replay. */
    private static String waivedThenTaken(String amount) {
        UUID entry = UUID.fromString(hub.sql(
                "select uuid from quarantine_entry where status = 'OPEN' and rule_code = 'NEGATIVE_WITHOUT_REFERENCE' and currency = 'EUR'"
                        + " and amount = " + amount
                        + " and document_id = (select id from received_document where file_name = 'waived.ndjson')"));
        TestDatabase.await(hub.transactions()
                .run(hub.tenant, connection -> hub.desk.waive(connection, hub.tenant, entry, "agreed by mail")));
        TestDatabase.await(hub.replays.work());
        return hub.sql("select count(*) from usage_key where event_id = 'waived'");
    }

    /** The cycle is open from 1 October, the hub's clock says 1 November 08:00 in Helsinki. */
    @Test
    void lateUsageCountsWhereTheAgreementSays() {
        String event = "{\"id\":\"%s\",\"dev\":\"dev-9\",\"sku\":\"x\",\"n\":1,\"ts\":\"%s\"}\n";
        String stored =
                "select string_agg(u.bill_period || ' ' || coalesce(u.rated_period::text, 'none'), ', ' order by k.event_id)"
                        + " from usage_record u join usage_key k on k.document_id = u.document_id and k.position = u.position"
                        + " where k.event_id like '%s%%'";
        // the last second of September in Helsinki, which is UTC+3 then, and the first of October
        hub.push(
                "sensate",
                "n.ndjson",
                event.formatted("late-n1", "2026-09-30T20:59:59Z")
                        + event.formatted("late-n2", "2026-09-30T21:00:00Z"));
        assertThat(hub.sql(stored.formatted("late-n"))).isEqualTo("2026-10-01 none, 2026-10-01 none");

        String agreement =
                "update agreement_version set late_usage = '%s', refuse_usage_after_days = %s where agreement_id ="
                        + " (select id from agreement where key = 'sensate')";
        hub.execute(agreement.formatted("OWN_PERIOD", "31"));
        IntakeOutcome outcome = hub.push(
                "sensate",
                "o.ndjson",
                event.formatted("late-o1", "2026-09-30T20:59:59Z")
                        + event.formatted("late-o2", "2026-09-30T21:00:00Z"));
        assertThat(outcome.document().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCode.LATE_USAGE);
            assertThat(finding.detail())
                    .isEqualTo("it is of 2026-09-30 and came on 2026-11-01; usage is taken in for 31 days");
        });
        hub.execute(agreement.formatted("OWN_PERIOD", "null"));
        hub.push("sensate", "p.ndjson", event.formatted("late-o1", "2026-09-30T20:59:59Z"));
        assertThat(hub.sql(stored.formatted("late-o"))).isEqualTo("2026-10-01 2026-09-01, 2026-10-01 none");
        hub.execute(agreement.formatted("NEXT_BILL", "null"));
    }

    /** December has no tables yet: sixteen documents bring its first records, four at a time the same event. */
    @Test
    void theFirstUsageOfAMonthMayComeFromManyAtOnce() {
        String event =
                "{\"id\":\"new-month-%1$d\",\"dev\":\"dev-9\",\"sku\":\"x\",\"n\":1,\"ts\":\"2026-12-0%1$dT10:00:00Z\",\"pad\":%2$d}\n";
        assertThat(hub.sql("select to_regclass('usage_record_202612') is null")).isEqualTo("true");

        List<IntakeOutcome> outcomes = TestDatabase.await(Uni.join()
                .all(IntStream.range(0, 16)
                        .mapToObj(i -> hub.intake.receive(
                                hub.tenant,
                                "sensate",
                                null,
                                i + ".ndjson",
                                null,
                                new ByteArrayInputStream(
                                        event.formatted(1 + i % 4, i).getBytes(StandardCharsets.UTF_8))))
                        .toList())
                .andFailFast());

        assertThat(outcomes).hasSize(16);
        assertThat(outcomes.stream()
                        .mapToInt(outcome -> outcome.document().acceptedLines())
                        .sum())
                .isEqualTo(4);
        assertThat(
                        hub.sql(
                                "select count(*) || ' ' || min(bill_period) from usage_record where occurred_at > '2026-12-01'"))
                .isEqualTo("4 2026-12-01");
    }
}
