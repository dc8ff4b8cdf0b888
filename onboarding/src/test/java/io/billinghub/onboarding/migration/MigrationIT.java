package io.billinghub.onboarding.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.billinghub.core.error.HubException;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.migration.Migrated.Host;
import io.billinghub.onboarding.migration.application.Migrations.Whole;
import io.billinghub.onboarding.migration.model.Fate;
import io.billinghub.onboarding.migration.model.FileReport;
import io.billinghub.onboarding.migration.model.MigratedBill;
import io.billinghub.onboarding.migration.model.MigrationKind;
import io.billinghub.onboarding.migration.model.Reconciled;
import io.billinghub.onboarding.migration.model.RowReport;
import io.billinghub.onboarding.migration.model.TotalKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes from another billing system is held as that system had it, or refused by its row. */
class MigrationIT {

    private static final String RECEIVABLES = """
            select string_agg(number || '=' || balance, ' ' order by number)
              from (select a.number, sum(e.amount) as balance from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
                      join billing_account a on a.id = t.account_id
                     where t.kind = 'OPENING_BALANCE' and e.account = 'CUSTOMER_RECEIVABLE' group by a.number) b
            """;
    private static final String HELD = """
            select (select count(*) from party) || ' ' || (select count(*) from billing_account) || ' ' || (select count(*) from product)
                   || ' ' || (select count(*) from migrated_balance) || ' ' || (select count(*) from migrated_bill) || ' '
                   || (select count(*) from ledger_entry) || ' ' || (select count(*) from migrated_item) || ' '
                   || (select count(*) from migration_file)
            """;
    private static final String NOTHING_HELD = "2 1 0 0 0 0 0 0";

    private static Migrated hub;
    private static Host shared;

    @BeforeAll
    static void take() {
        hub = new Migrated();
        shared = hub.host("shared");
        shared.takeAll();
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    /** OLD-1001: 50.00 and 142.80 open, 20.00 to its credit. OLD-1002: 24.80 open, 7.50 owed besides. */
    @Test
    void theLedgerOpensWithTheBalancesOfTheOldSystem() {
        assertThat(shared.text(RECEIVABLES)).isEqualTo("OLD-1001=172.80 OLD-1002=32.30");
        assertThat(shared.text("select sum(amount) from ledger_entry where account = 'MIGRATION_CLEARING'"))
                .isEqualTo("-205.10");
        assertThat(shared.text("select count(*) from ledger_entry where account like '%VAT%'"))
                .isEqualTo("0");
        assertThat(shared.text("select string_agg(distinct posted_on::text, ' ') from ledger_transaction"))
                .isEqualTo("2026-10-16");
        shared.assertCoherent();
    }

    @Test
    void openBillsKeepTheirNumbersAndAreInNoSeries() {
        List<MigratedBill> bills = shared.in(connection -> hub.migrations.bills(connection, "OLD-1001", null, 0, 10));
        assertThat(bills)
                .extracting(bill -> bill.number() + " " + bill.open() + " of " + bill.amount() + " " + bill.dueOn())
                .containsExactly(
                        "R-118 EUR 50.00 of EUR 119.00 2026-09-15", "R-119 EUR 142.80 of EUR 142.80 2026-10-15");
        assertThat(shared.text("select count(*) from number_series")).isEqualTo("0");
        assertThat(shared.text("select count(*) from tax_invoice")).isEqualTo("0");
    }

    @Test
    void theSameFilesAgainAreDuplicates() {
        Host host = hub.host("twice");
        host.takeAll();
        String held = host.text(HELD);
        for (MigrationKind kind : MigrationKind.values()) {
            FileReport again = host.take(kind, Migrated.file(kind));
            assertThat(again.taken()).isZero();
            assertThat(again.refused()).isZero();
            assertThat(again.duplicates())
                    .isEqualTo((int) Migrated.file(kind).lines().count() - 1);
        }
        assertThat(host.text(HELD)).isEqualTo(held.replaceAll("5$", "10"));
    }

    @Test
    void aCheckSaysTheSameAndStoresNothing() {
        Host host = hub.host("check");
        String flawed = Migrated.file(MigrationKind.CUSTOMERS) + "C-1003,ORGANIZATION,Nowhere,XX,,,,,\n";
        FileReport check = host.send(MigrationKind.CUSTOMERS, true, false, flawed);
        assertThat(check.id()).isEmpty();
        assertThat(check.stored()).isFalse();
        assertThat(host.text(HELD)).isEqualTo(NOTHING_HELD);
        FileReport commit = host.take(MigrationKind.CUSTOMERS, flawed);
        assertThat(check.taken()).isEqualTo(commit.taken()).isEqualTo(2);
        assertThat(check.refusals()).isEqualTo(commit.refusals()).hasSize(1);
    }

    @Test
    void allOrNothingStoresNothingButTheReport() {
        Host host = hub.host("whole");
        String flawed = Migrated.file(MigrationKind.CUSTOMERS) + "C-1003,ORGANIZATION,Nowhere,XX,,,,,\n";
        FileReport report = host.send(MigrationKind.CUSTOMERS, false, true, flawed);
        assertThat(report.stored()).isFalse();
        assertThat(host.text(HELD)).isEqualTo("2 1 0 0 0 0 0 1");
        List<RowReport> rows = host.in(connection -> hub.migrations.report(
                        connection, host.migration(), report.id().orElseThrow(), null, 0, 10))
                .rows();
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.line()).isEqualTo(4);
            assertThat(row.code()).isEqualTo("UNKNOWN_COUNTRY");
        });
    }

    @Test
    void aReportNamesEachRowAndNoSpreadsheetRunsIt() {
        Host host = hub.host("report");
        FileReport report = host.take(MigrationKind.BALANCES, """
                balance,account,type,amount,currency
                =1+cmd|'/c calc'!A1,NL-1,OWED,1.00,EUR
                S-1,NL-1,OWED,1.00,EUR
                """);
        String csv = host.in(connection -> hub.migrations.reportCsv(
                connection, host.migration(), report.id().orElseThrow(), null));
        assertThat(csv.lines()).first().isEqualTo("line,reference,fate,column,code,message,whatToDo");
        assertThat(csv.lines().skip(1).toList())
                .first()
                .asString()
                .startsWith("2,'=1+cmd|'/c calc'!A1,REFUSED,balance,INVALID_VALUE,");
        assertThat(csv).endsWith("3,S-1,TAKEN,,,,\n");
        assertThat(host.in(connection -> hub.migrations.report(
                                connection, host.migration(), report.id().orElseThrow(), Fate.TAKEN, 0, 10))
                        .rows())
                .extracting(RowReport::reference)
                .containsExactly("S-1");
    }

    /** What only the hub's own rows can refuse; the shape of values is judged by MigrationKindTest. */
    @ParameterizedTest(name = "{0}: {1} is {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    # kind     | row                                                              | column         | code
                    CUSTOMERS  | C-9,ORGANIZATION,Nowhere,XX,,,,,                                  | country        | UNKNOWN_COUNTRY
                    CUSTOMERS  | C-9,ORGANIZATION,Wrong,FI,,,,,12345678                            | vatNumber      | INVALID_VAT_NUMBER
                    CUSTOMERS  | C-9,ORGANIZATION,Wrong,FI,,,,no address,                          | email          | SCHEMA
                    CUSTOMERS  | C/9,ORGANIZATION,Slash,FI,,,,,                                    | customer       | SCHEMA
                    CUSTOMERS  | STORED,ORGANIZATION,Stored,FI,,,,,                                | customer       | ALREADY_THERE
                    CUSTOMERS  | C-1001,ORGANIZATION,Renamed,FI,,,,,                               |                | MIGRATED_OTHERWISE
                    ACCOUNTS   | OLD-9,C-404,Nobody,monthly,EUR,,,                                 | customer       | UNKNOWN_REFERENCE
                    ACCOUNTS   | OLD-9,C-1001,No cycle,weekly,EUR,,,                               | cycle          | UNKNOWN_REFERENCE
                    ACCOUNTS   | OLD-9,C-1001,No parent,monthly,EUR,OLD-404,true,                  | parent         | UNKNOWN_REFERENCE
                    ACCOUNTS   | OLD-9,C-1001,Krona,monthly,SEK,OLD-1001,true,                     | currency       | UNLIKE_PARENT
                    ACCOUNTS   | OLD-9,C-1001,Mid,mid,EUR,OLD-1001,true,                           | cycle          | UNLIKE_PARENT
                    ACCOUNTS   | OLD-9,C-1001,Alone,monthly,EUR,,true,                             | consolidates   | CONSOLIDATES_WITHOUT_PARENT
                    ACCOUNTS   | OLD-9,C-1001,Own parent,monthly,EUR,OLD-9,,                       | parent         | HIERARCHY_CYCLE
                    ACCOUNTS   | OLD-9,C-1001,Speechless,monthly,EUR,,,xx                          | language       | UNKNOWN_LANGUAGE
                    ACCOUNTS   | OLD1001,C-1001,Same reference,monthly,EUR,,,                      | account        | PAYMENT_REFERENCE_TAKEN
                    ACCOUNTS   | NL-1,C-1001,Taken,monthly,EUR,,,                                  | account        | ALREADY_THERE
                    PRODUCTS   | P-9,OLD-404,line,2026-11-01,,,                                    | account        | UNKNOWN_REFERENCE
                    PRODUCTS   | P-9,OLD-1001,fax,2026-11-01,,,                                    | offering       | UNKNOWN_REFERENCE
                    PRODUCTS   | P-9,OLD-1001,line,2026-11-02,,2026-11-01,                         | endedOn        | EMPTY_VALIDITY
                    PRODUCTS   | P-9,OLD-1001,line,2024-03-01,2026-09-29,,                         | billedThrough  | DAYS_SKIPPED
                    PRODUCTS   | P-9,OLD-1001,line,2024-03-01,,,                                   | billedThrough  | DAYS_SKIPPED
                    PRODUCTS   | P-1,OLD-1001,line,2024-03-01,2026-10-14,,                         |                | MIGRATED_OTHERWISE
                    BALANCES   | S-9;OLD-404;OWED;1.00;EUR                                         | account        | UNKNOWN_REFERENCE
                    BALANCES   | S-9;OLD-1001;OWED;1.00;SEK                                        | currency       | CURRENCY_DIFFERS
                    OPEN_BILLS | R-9,OLD-404,2026-10-01,2026-10-15,1.00,1.00,EUR,                  | account        | UNKNOWN_REFERENCE
                    OPEN_BILLS | R-9,OLD-1002,2026-10-01,2026-10-15,1.00,1.00,NOK,                 | currency       | CURRENCY_DIFFERS
                    OPEN_BILLS | R-120,OLD-1002,2026-10-01,2026-10-15,24.80,24.70,EUR,             |                | MIGRATED_OTHERWISE
                    """)
    void theRowIsRefused(MigrationKind kind, String row, String column, OnboardingError code) {
        String headers = Migrated.file(kind).lines().findFirst().orElseThrow();
        FileReport report = shared.send(kind, true, false, headers + "\n" + row + "\n");
        assertThat(report.refusals())
                .extracting(RowReport::line, RowReport::field, RowReport::code)
                .containsExactly(tuple(2, column, code.name()));
        assertThat(report.refusals().get(0).whatToDo()).isEqualTo(code.entry().whatToDo());
    }

    @Test
    void goodRowsAreTakenBesideBadOnes() {
        Host host = hub.host("mixed");
        host.take(MigrationKind.CUSTOMERS, Migrated.file(MigrationKind.CUSTOMERS));
        FileReport report = host.take(MigrationKind.ACCOUNTS, """
                account,customer,name,cycle,currency
                OLD-1,C-1001,Good,monthly,EUR
                OLD-2,C-404,Nobody,monthly,EUR
                OLD-1,C-1001,Twice,monthly,EUR
                OLD-3,C-1002,Good,monthly,EUR
                ,C-1002,Nameless,monthly,EUR

                OLD-4,C-1002,Good,monthly,EUR,more
                """);
        assertThat(report.taken()).isEqualTo(2);
        assertThat(report.refusals())
                .extracting(row -> row.line() + " " + row.code())
                .containsExactly("3 UNKNOWN_REFERENCE", "4 DUPLICATE_KEY", "6 MISSING_VALUE", "8 INVALID_VALUE");
    }

    @Test
    void aProductIsNotBilledTwiceWhereItCostsNoFee() {
        FileReport report = shared.send(
                MigrationKind.PRODUCTS,
                true,
                false,
                "product,account,offering,startedOn\nP-8,OLD-1001,usage,2024-03-01\n");
        assertThat(report.taken()).isEqualTo(1);
    }

    @Test
    void aMigrationIsCompletedOnceItAgrees() {
        Host host = hub.host("agrees");
        refused(OnboardingError.NOT_RECONCILED, () -> complete(host));
        host.takeAll();
        refused(OnboardingError.NOT_RECONCILED, () -> complete(host)); // no totals yet
        assertThat(total(host, Migrated.resource("totals.csv")))
                .extracting(Reconciled::state)
                .containsOnly(Reconciled.State.AGREES)
                .hasSize(6);
        refused(
                OnboardingError.FOUR_EYES,
                () -> host.in(connection -> hub.migrations.complete(connection, host.anna(), host.migration())));
        Whole whole = complete(host);
        assertThat(whole.migration().open()).isFalse();
        assertThat(whole.files()).hasSize(5);
        refused(
                OnboardingError.MIGRATION_COMPLETED,
                () -> host.take(MigrationKind.BALANCES, Migrated.file(MigrationKind.BALANCES)));
        assertThat(host.text(
                        "select string_agg(action, ' ' order by id) from audit_event where action like 'migration.%'"))
                .isEqualTo("migration.begin migration.file migration.file migration.file migration.file migration.file"
                        + " migration.totals migration.complete");
    }

    @Test
    void aDifferenceIsAcceptedByAnotherOneForTheFiguresAsTheyAre() {
        Host host = hub.host("differs");
        host.takeAll();
        List<Reconciled> reconciled = total(
                host, Migrated.resource("totals.csv").replace("OPEN_BILLS,EUR,3,217.60", "OPEN_BILLS,EUR,4,267.60"));
        assertThat(reconciled)
                .filteredOn(each -> !each.isSettled())
                .extracting(each -> each.kind() + " " + each.state() + " "
                        + each.held().count() + " " + each.held().sum())
                .containsExactly("OPEN_BILLS DIFFERS 3 217.60");
        refused(OnboardingError.NOT_RECONCILED, () -> complete(host));
        refused(OnboardingError.FOUR_EYES, () -> accept(host, "anna", TotalKind.OPEN_BILLS));
        refused(OnboardingError.NO_DIFFERENCE, () -> accept(host, "bert", TotalKind.OWED));
        accept(host, "bert", TotalKind.OPEN_BILLS);
        // a bill more: what was accepted is not what differs now
        host.take(MigrationKind.OPEN_BILLS, """
                bill,account,issuedOn,dueOn,amount,openAmount,currency
                R-121,OLD-1002,2026-10-01,2026-10-15,49.00,49.00,EUR
                """);
        refused(OnboardingError.NOT_RECONCILED, () -> complete(host));
        accept(host, "bert", TotalKind.OPEN_BILLS);
        assertThat(complete(host).reconciliation())
                .filteredOn(each -> each.state() == Reconciled.State.ACCEPTED)
                .singleElement()
                .satisfies(each ->
                        assertThat(each.accepted().orElseThrow().reason()).isEqualTo("written off"));
        host.assertCoherent();
    }

    @Test
    void referencesAreKnownOverTheMigrationsOfASource() {
        Host host = hub.host("waves");
        host.takeAll();
        Host second = new Host(
                hub,
                host.key(),
                host.anna(),
                host.in(connection -> hub.migrations.begin(
                                connection, host.anna(), "wave-2", "old-billing", Migrated.CUT_OVER))
                        .uuid());
        assertThat(second.take(MigrationKind.OPEN_BILLS, Migrated.file(MigrationKind.OPEN_BILLS))
                        .duplicates())
                .isEqualTo(3);
        refused(
                OnboardingError.MIGRATION_EXISTS,
                () -> host.in(connection ->
                        hub.migrations.begin(connection, host.anna(), "wave-2", "old-billing", Migrated.CUT_OVER)));
    }

    @Test
    void anotherTenantSeesNothingOfIt() {
        Host other = hub.host("other");
        refused(
                OnboardingError.UNKNOWN_MIGRATION,
                () -> other.in(connection -> hub.migrations.one(connection, shared.migration())));
        List<MigratedBill> bills = other.in(connection -> hub.migrations.bills(connection, null, null, 0, 10));
        assertThat(bills).isEmpty();
    }

    private static List<Reconciled> total(Host host, String csv) {
        return host.in(connection ->
                hub.migrations.total(connection, host.anna(), host.migration(), csv.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Reconciled> accept(Host host, String login, TotalKind kind) {
        return host.in(connection ->
                hub.migrations.accept(connection, host.as(login), host.migration(), kind, "EUR", "written off"));
    }

    private static Whole complete(Host host) {
        return host.in(connection -> hub.migrations.complete(connection, host.as("carl"), host.migration()));
    }

    private static void refused(OnboardingError code, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
