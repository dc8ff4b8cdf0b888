package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.error.HubException;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bill runs against the real PostgreSQL; every test ends with the coherence check. */
class BillRunIT {

    private static TestDatabase database;

    @TempDir
    Path folder;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_bill_run");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private BillRunFixture tenant(String key, Path documents) {
        BillRunFixture fixture = new BillRunFixture(database, key, documents, UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        return fixture;
    }

    @Test
    void everyChargeEndsOnOneBillAndTheBooksHold() {
        BillRunFixture fixture = tenant("whole-way", null);
        UUID run = fixture.runToTheEnd(fixture.worker(7, 2));

        assertThat(fixture.state(run)).isEqualTo(BillRunState.CLOSED);
        assertThat(fixture.database.number(fixture.operator, "select count(*) from customer_bill"))
                .isEqualTo(24);
        // 32 accounts: 4 compute groups + 2 usage groups + 1 subscription each; 16 or so with 3 seat lines
        assertThat(
                        fixture.database.number(
                                fixture.operator,
                                "select count(*) from bill_line l join charge c on c.id = l.charge_id where c.source = 'PARTNER_BILL' and c.grouping_key like 'sku-%'"))
                .isEqualTo(32 * 4);
        assertThat(fixture.incoherences()).isEmpty();
        assertThat(TestDatabase.await(fixture.runs.report(fixture.operator, run))
                        .getJsonArray("reconciliation"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(((io.vertx.core.json.JsonObject) row).getBoolean("reconciled"))
                        .isTrue());
    }

    @Test
    void theSameInputGivesTheSameBillsWhateverTheShardsAndWorkers() {
        BillRunFixture one = tenant("one-worker", null);
        one.runToTheEnd(one.worker(1000, 1));
        BillRunFixture many = tenant("many-workers", null);
        BillRunWorker first = many.worker(3, 2);
        BillRunWorker second = many.worker(3, 2);
        UUID run = many.start().uuid();
        TestDatabase.await(Uni.join().all(first.workOnce(), second.workOnce()).andFailFast());
        TestDatabase.await(first.workOnce());
        many.approve(run);
        TestDatabase.await(Uni.join().all(second.workOnce(), first.workOnce()).andFailFast());
        TestDatabase.await(second.workOnce());

        assertThat(many.state(run)).isEqualTo(BillRunState.CLOSED);
        assertThat(many.bills()).isEqualTo(one.bills());
        assertThat(many.incoherences()).isEmpty();
        assertThat(one.incoherences()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void theSameInputInAnyOrderGivesTheSameBillsWithAnyNumberOfWorkers(int workers) {
        BillRunFixture ordered = tenant("ordered-" + workers, null);
        ordered.runToTheEnd(ordered.worker(1000, 1));
        BillRunFixture shuffled =
                new BillRunFixture(database, "shuffled-" + workers, null, UuidCreator::getTimeOrderedEpoch);
        shuffled.loadShuffled(workers);
        assertThat(shuffled.database.text(
                        shuffled.operator, "select string_agg(number, ' ' order by id) from billing_account"))
                .isNotEqualTo(ordered.database.text(
                        ordered.operator, "select string_agg(number, ' ' order by id) from billing_account"));
        shuffled.runToTheEnd(shuffled.worker(5, workers));

        assertThat(shuffled.bills()).isEqualTo(ordered.bills());
        assertThat(shuffled.incoherences()).isEmpty();
    }

    /** October's invoices are of 2026, as are November's; December is billed on 1 January. */
    @Test
    void aNewYearBeginsItsSeriesAnew() {
        BillRunFixture fixture = tenant("years", null);
        for (int month = 0; month < 3; month++) {
            fixture.runToTheEnd(fixture.worker(50, 1), BillRunFixture.OCTOBER.plusMonths(month));
        }
        assertThat(fixture.database.text(fixture.operator, """
                select string_agg(r.bill_period || ' ' || n.first || ' ' || n.last || ' ' || n.count, ', ' order by r.bill_period)
                from bill_run r
                join lateral (
                  select min(i.number) as first, max(i.number) as last, count(*) from tax_invoice i where i.run_id = r.id and not i.agency
                ) n on true
                """))
                .isEqualTo(
                        "2026-10-01 HOST-2026-000001 HOST-2026-000028 28, 2026-11-01 HOST-2026-000029 HOST-2026-000056 28,"
                                + " 2026-12-01 HOST-2027-000001 HOST-2027-000028 28");
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void anAccountWithoutAPriceIsParkedAndBilledWhenResumed() {
        BillRunFixture fixture = tenant("parked", null);
        fixture.database.execute(fixture.operator, """
                insert into product_offering (tenant_id, uuid, key, name, unit, tax_class)
                values (hub_tenant(), gen_random_uuid(), 'no-price', 'No price', 'month', 'standard');
                insert into product (tenant_id, uuid, key, account_id, offering_id, started_on)
                select hub_tenant(), gen_random_uuid(), 'np', a.id, o.id, '2026-01-01' from billing_account a, product_offering o
                where a.number = 'A-0005' and o.key = 'no-price'
                """);
        BillRunWorker worker = fixture.worker(7, 2);
        UUID run = fixture.runToTheEnd(worker);
        assertThat(fixture.state(run)).isEqualTo(BillRunState.PUBLISHED);
        assertThat(fixture.database.text(
                        fixture.operator, "select parked_reason from bill_run_account where parked_reason is not null"))
                .contains("no price plan of product no-price")
                .contains("A-0005");
        assertThat(fixture.database.number(fixture.operator, "select count(*) from customer_bill"))
                .isEqualTo(23);

        fixture.database.execute(fixture.operator, """
                insert into price_plan (tenant_id, uuid, offering_id, key, version, currency, valid_from, definition)
                select hub_tenant(), gen_random_uuid(), id, 'np', 1, 'EUR', '2026-01-01',
                  '{"key":"np","version":1,"name":"NP","currency":"EUR","unit":"month","model":{"type":"flat","timing":"IN_ARREARS","fee":"5"}}'
                from product_offering where key = 'no-price'
                """);
        fixture.database.inTenant(
                fixture.operator, transaction -> fixture.runs.resume(transaction, fixture.operator, run));
        TestDatabase.await(worker.workOnce());
        fixture.approve(run);
        TestDatabase.await(worker.workOnce());

        assertThat(fixture.state(run)).isEqualTo(BillRunState.CLOSED);
        assertThat(fixture.database.number(fixture.operator, "select count(*) from customer_bill where state = 'sent'"))
                .isEqualTo(24);
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void aCancelledRunLeavesEverythingToTheNextOne() {
        BillRunFixture fixture = tenant("cancelled", null);
        BillRunWorker worker = fixture.worker(7, 2);
        UUID first = fixture.start().uuid();
        TestDatabase.await(worker.workOnce());
        fixture.database.inTenant(
                fixture.manager, transaction -> fixture.runs.cancel(transaction, fixture.manager, first));
        assertThat(fixture.database.number(fixture.operator, "select count(*) from bill_line"))
                .isZero();
        UUID second = fixture.runToTheEnd(worker);

        assertThat(fixture.state(second)).isEqualTo(BillRunState.CLOSED);
        assertThat(fixture.database.number(fixture.operator, "select min(number) from invoice_number"))
                .isEqualTo(1);
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void whoeverStartedARunMayNotApproveIt() {
        BillRunFixture fixture = tenant("four-eyes", null);
        UUID run = fixture.start().uuid();
        TestDatabase.await(fixture.worker(7, 1).workOnce());

        assertThatThrownBy(() -> fixture.database.inTenant(
                        fixture.operator, transaction -> fixture.runs.approve(transaction, fixture.operator, run)))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("was started by operator");
        assertThat(fixture.state(run)).isEqualTo(BillRunState.IN_REVIEW);
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void aPeriodIsRunOnce() {
        BillRunFixture fixture = tenant("once", null);
        fixture.start();
        assertThatThrownBy(fixture::start)
                .isInstanceOf(HubException.class)
                .hasMessageContaining("has a run for the period");
    }

    @Test
    void publishedBillsLieAsDocumentsAndSayWhatTheTablesSay() throws Exception {
        BillRunFixture fixture = tenant("documents", folder);
        UUID run = fixture.runToTheEnd(fixture.worker(100, 1));

        List<UUID> bills = TestDatabase.await(fixture.documents.sentBills(fixture.operator, run, 0));
        assertThat(bills).hasSize(24);
        BillDocument bill = TestDatabase.await(fixture.documents.ofBill(fixture.operator, bills.get(5)))
                .orElseThrow();
        assertThat(bill.accountNumber()).isEqualTo("A-0006");
        assertThat(bill.invoices()).hasSizeGreaterThan(1);
        assertThat(bill.invoices().get(0).lines()).anySatisfy(line -> {
            assertThat(line.conversion()).isPresent();
            assertThat(line.detailRows()).isEqualTo(10);
        });
        assertThat(bill.invoices().get(0).lines())
                .anySatisfy(line -> assertThat(line.steps()).hasSizeGreaterThan(1));
        try (var files = Files.walk(folder)) {
            List<String> names = files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
            long invoices = names.stream().filter(name -> name.endsWith(".xml")).count();
            assertThat(names.stream().filter(name -> name.endsWith("-factur-x.pdf")))
                    .hasSize((int) invoices);
            assertThat(names.stream().filter(name -> name.endsWith(".pdf"))).hasSize(24 + (int) invoices);
            assertThat(names).contains(bill.invoices().get(0).number().orElseThrow() + "-factur-x.pdf");
        }
        assertThat(fixture.incoherences()).isEmpty();
    }
}
