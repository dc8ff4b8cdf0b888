package io.billinghub.api.bill;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.testing.TestDatabase;
import io.billinghub.embedded.services.Database;
import io.billinghub.embedded.services.EmbeddedServices;
import io.billinghub.embedded.services.Service;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way to look for bills has an index that serves it, behind row-level security; {@code -Dbills=100000} tries it at that size. */
class BillSearchPlansIT {

    private static final int BILLS = Integer.getInteger("bills", 20_000);

    private static final String DATABASE = "hub_it_bill_search";

    private static TestDatabase database;
    private static TenantContext tenant;

    @BeforeAll
    static void manyBills() throws SQLException {
        database = TestDatabase.create(DATABASE);
        tenant = database.tenant("search");
        database.loadPublishedBill(tenant);
        database.execute(tenant, """
                insert into billing_account (tenant_id, id, uuid, number, name, party_id, root_id, cycle_id, currency) overriding system value
                select hub_tenant(), 1000000 + n, gen_random_uuid(), 'S-' || n, 'Account ' || n, party_id, 1000000 + n, cycle_id, 'EUR'
                  from billing_account, generate_series(1, %1$d / 4) n where number = 'NL-1001';
                insert into customer_bill (tenant_id, id, uuid, run_id, shard, account_id, bill_period, period_to, issue_date, due_date, state,
                                           currency, net, tax, amount_due, amount_due_minor, payment_reference, line_count)
                select hub_tenant(), 1000000 + n, gen_random_uuid(), 100 + n / (%1$d / 4), 7, 1000000 + n %% (%1$d / 4) + 1, '2026-10-01', '2026-11-01',
                       date '2020-01-01' + n %% 2400, '2026-11-16', 'sent', 'EUR', n / 100.0, 0, n / 100.0, n, 'RF' || n, 2
                  from generate_series(1, %1$d) n;
                insert into charge (tenant_id, bill_period, id, account_id, offering_id, source, source_id, source_key, description, quantity, unit,
                                    amount, currency, service_from, service_to, detail_rows, run_id)
                select hub_tenant(), '2026-10-01', 10000000 + n, 1000000 + n, hub_tenant() * 1000 + case when n %% 1000 = 0 then 4 else 1 end,
                       'RECURRING', n, 'k' || n, 'Connection of site' || n, 1, 'month', 1, 'EUR', '2026-10-01', '2026-11-01', 1, 1
                  from generate_series(1, %1$d) n;
                insert into bill_line (tenant_id, bill_period, bill_id, position, invoice_id, charge_id, net, tax_category, tax_rate, residue)
                select hub_tenant(), '2026-10-01', 1000000 + n, 1, 1, 10000000 + n, 1, 'S', 0, 0 from generate_series(1, %1$d) n;
                select note_bill_content(run, 7, '2026-10-01') from generate_series(100, 104) run;
                call refresh_statistics('2026-10-01', array['bill_line', 'charge'])
                """.formatted(BILLS));
        asOwner("analyze customer_bill, billing_account, bill_content");
    }

    /** As the owner of the tables, in the tenant: the first column of the answer. */
    private static List<String> asOwner(String sql) throws SQLException {
        Database server = EmbeddedServices.attachForTests(Service.POSTGRES).database(DATABASE);
        List<String> answer = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                        server.jdbcUrl(), server.owner().user(), server.owner().password());
                Statement statement = connection.createStatement()) {
            statement.execute("set hub.tenant = '" + tenant.tenantId() + "'");
            if (statement.execute(sql)) {
                ResultSet rows = statement.getResultSet();
                while (rows.next()) {
                    answer.add(rows.getString(1));
                }
            }
        }
        return answer;
    }

    @Test
    void anIndexServesWhatTheFunctionsHide() throws SQLException {
        String explain = "explain (costs off) select bill_id from bill_content where tenant_id = hub_tenant() and ";
        assertThat(String.join("\n", asOwner(explain + "words @@ to_tsquery('simple', 'connection:* & site4711:*')")))
                .contains("bill_content_words");
        assertThat(String.join(
                        "\n",
                        asOwner(explain + "partner_ids @> array[" + (tenant.tenantId() * 1000L + 4) + "]::bigint[]")))
                .contains("bill_content_partners");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static BillFilter filter(String name, String value) {
        BillFilter filter = new BillFilter();
        switch (name) {
            case "account" -> filter.account = value;
            case "number" -> filter.number = value;
            case "amount" -> filter.amountFrom = filter.amountTo = value;
            case "date" -> filter.dateFrom = filter.dateTo = value;
            case "partner" -> filter.partner = value;
            case "text" -> filter.text = value;
            default -> throw new IllegalArgumentException(name);
        }
        return filter;
    }

    @ParameterizedTest
    @CsvSource({
        "account, S-77,                customer_bill_account,   4",
        "number,  RF 4711,             customer_bill_reference, 1",
        "number,  INV-2026-1,          invoice_number_text,     0", // a draft's number is not told
        "amount,  47.11,               customer_bill_amount,    1",
        "date,    2024-02-29,          customer_bill_day,       -1",
        "partner, deskly,              (id = ANY,               -1",
        "text,    connection site4711, (id = ANY,               -1",
    })
    void anIndexServes(String name, String value, String index, int wanted) {
        BillConditions conditions =
                BillConditions.of(tenant, filter(name, value).read(), null);
        String sql = "select b.id from customer_bill b where " + conditions.sql() + " order by b.id desc limit 101";
        List<String> plan = new ArrayList<>();
        database.inTenant(
                        tenant,
                        connection -> connection
                                .preparedQuery("explain (analyze, buffers off, costs off) " + sql)
                                .execute(conditions.values()))
                .forEach(row -> plan.add(row.getString(0)));
        if (System.getProperty("bills") != null) {
            System.out.println(name + " " + value + "\n" + String.join("\n", plan));
        }
        int found = database.inTenant(
                        tenant, connection -> connection.preparedQuery(sql).execute(conditions.values()))
                .rowCount();
        assertThat(String.join("\n", plan)).contains(index).doesNotContain("Seq Scan on customer_bill");
        if (wanted >= 0) {
            assertThat(found).isEqualTo(wanted);
        } else {
            assertThat(found).isPositive();
        }
    }
}
