package io.billinghub.core.billrun.application;

import io.billinghub.core.accountterms.infrastructure.AccountTermsSql;
import io.billinghub.core.archive.application.DocumentArchive;
import io.billinghub.core.archive.application.DocumentsConfig;
import io.billinghub.core.archive.infrastructure.DocumentFiles;
import io.billinghub.core.archive.infrastructure.KeptDocumentSql;
import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.billprint.BillPdf;
import io.billinghub.core.billprint.TaxInvoicePdf;
import io.billinghub.core.billrun.infrastructure.AccountStateSql;
import io.billinghub.core.billrun.infrastructure.AmountDueSql;
import io.billinghub.core.billrun.infrastructure.BillRunReportSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.infrastructure.BillSql;
import io.billinghub.core.billrun.infrastructure.BuiltInCheckSql;
import io.billinghub.core.billrun.infrastructure.ChargedSumSql;
import io.billinghub.core.billrun.infrastructure.ConsolidationSql;
import io.billinghub.core.billrun.infrastructure.CorrectionSql;
import io.billinghub.core.billrun.infrastructure.CreditChargeSql;
import io.billinghub.core.billrun.infrastructure.HoldSql;
import io.billinghub.core.billrun.infrastructure.LateBillSql;
import io.billinghub.core.billrun.infrastructure.OnDemandSql;
import io.billinghub.core.billrun.infrastructure.PublishingSql;
import io.billinghub.core.billrun.infrastructure.RatingSql;
import io.billinghub.core.billrun.infrastructure.ReviewSampleSql;
import io.billinghub.core.billrun.infrastructure.RunTaskSql;
import io.billinghub.core.billrun.infrastructure.RunTemplateSql;
import io.billinghub.core.billrun.infrastructure.ShardSql;
import io.billinghub.core.billrun.infrastructure.TermsChargeSql;
import io.billinghub.core.billrun.infrastructure.TermsFactsSql;
import io.billinghub.core.billrun.infrastructure.TrialRunSql;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.coherence.Coherence;
import io.billinghub.core.coherence.Coherence.Finding;
import io.billinghub.core.delivery.infrastructure.DocumentDeliverySql;
import io.billinghub.core.einvoice.CiiInvoiceWriter;
import io.billinghub.core.einvoice.UblInvoiceWriter;
import io.billinghub.core.event.infrastructure.SqlOutbox;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.invoice.application.BillDocuments;
import io.billinghub.core.invoice.infrastructure.BillDocumentSql;
import io.billinghub.core.ledger.infrastructure.SqlPostings;
import io.billinghub.core.mail.MailConfig;
import io.billinghub.core.mail.OutgoingMails;
import io.billinghub.core.notification.application.BillEvents;
import io.billinghub.core.notification.application.ResourceEvents;
import io.billinghub.core.notification.infrastructure.FanOutSql;
import io.billinghub.core.notification.model.TargetAnswer;
import io.billinghub.core.prepaid.infrastructure.PrepaidSql;
import io.billinghub.core.process.Roles;
import io.billinghub.core.tax.infrastructure.TableTaxEngine;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.Tenants;
import io.billinghub.core.testing.TestDatabase;
import io.billinghub.core.usage.application.StalePrices;
import io.billinghub.core.usage.application.UsageRating;
import io.billinghub.core.usage.infrastructure.PlanStateSql;
import io.billinghub.core.usage.infrastructure.UsageSql;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The real use cases of a bill run on a test database, wired by hand. */
final class BillRunFixture {

    static final LocalDate OCTOBER = LocalDate.of(2026, 10, 1);

    /** All periods of the tests are over. */
    static final Clock LATER = Clock.fixed(Instant.parse("2030-01-01T00:00:00Z"), ZoneOffset.UTC);

    final TestDatabase database;
    final TenantContext operator;
    final TenantContext manager;
    final BillRuns runs;
    final BillDocuments documents;
    private final Coherence coherence;
    private final IdGenerator ids;
    private final Path folder;
    /** What HTTP checks ask. */
    CheckedSystem system =
            (check, headers, body) -> Uni.createFrom().item(TargetAnswer.ofFailure("nobody is there", 0));

    /** What {@link #runs} takes for missing. */
    MissingBills missing = (connection, period) -> Uni.createFrom().item(List.of());

    BillRunFixture(TestDatabase database, String tenant, Path folder, IdGenerator ids) {
        this.database = database;
        this.folder = folder;
        this.ids = ids;
        TenantContext context = database.tenant(tenant);
        this.operator = TenantContext.of(context.tenantId(), "operator");
        this.manager = TenantContext.of(context.tenantId(), "manager");
        this.coherence = new Coherence(database.transactions());
        this.documents = new BillDocuments(database.transactions(), new BillDocumentSql());
        this.runs = runs(Clock.systemUTC());
    }

    /** The runs as they are at the clock's time. */
    BillRuns runs(Clock clock) {
        return new BillRuns(
                database.transactions(),
                new BillRunSql(),
                starting(clock),
                new PublishingSql(new PrepaidSql(), new TermsChargeSql(), new AmountDueSql()),
                new TrialRunSql(),
                new RunTaskSql(),
                new LateBills(
                        (connection, period) -> missing.of(connection, period),
                        new LateBillSql(),
                        new Config(250, 1),
                        clock),
                new BillRunReportSql(),
                new AuditLog(),
                events(),
                clock);
    }

    private StartRun starting(Clock clock) {
        return new StartRun(new BillRunSql(), new OnDemandSql(), tasks(Clock.systemUTC()), ids, clock);
    }

    /** What does the tasks of stages, as another process would have it. */
    RunTasks tasks(Clock clock) {
        return new RunTasks(
                database.transactions(),
                new BillRunSql(),
                new RunTaskSql(),
                new BuiltInCheckSql(),
                new HttpChecks(
                        database.transactions(),
                        new RunTaskSql(),
                        new BillRunReportSql(),
                        (check, headers, body) -> system.ask(check, headers, body),
                        key -> Optional.of("secret of " + key)),
                samples(),
                events(),
                clock);
    }

    ReviewSamples samples() {
        return new ReviewSamples(
                database.transactions(), new BillRunSql(), new ReviewSampleSql(), new AuditLog(), Clock.systemUTC());
    }

    RunTaskDecisions taskDecisions() {
        return new RunTaskDecisions(
                database.transactions(), new BillRunSql(), new RunTaskSql(), new AuditLog(), Clock.systemUTC());
    }

    RunTemplates templates(Clock clock) {
        return new RunTemplates(
                database.transactions(), new RunTemplateSql(), new BillRunSql(), new AuditLog(), ids, clock);
    }

    /** What begins runs, as another process would have it. */
    RunSchedule schedule(Clock clock) {
        return new RunSchedule(
                new Tenants(database.app()),
                database.transactions(),
                new RunTemplateSql(),
                new BillRunSql(),
                starting(clock),
                new AuditLog(),
                new Config(250, 1),
                new Roles(List.of("billing")),
                clock);
    }

    /** Loads {@code fixtures/bill-run.sql} into the tenant. */
    void load() {
        database.execute(operator, script());
    }

    /** The same accounts, subscriptions, partner lines and usage, in the order that they come in by chance: with other ids and positions. */
    void loadShuffled(int seed) {
        String chance = " order by md5('" + seed + "' || %s)";
        String shuffled = script();
        for (String[] change : new String[][] {
            {"bill_cycle c where p.tenant_id = hub_tenant();", chance.formatted("n") + ";"},
            {"from billing_account a, product_offering o where o.key = 'mobile';", chance.formatted("a.number") + ";"},
            {"order by a.id, n), true, a.id", chance.formatted("a.number || '/' || n") + "), true, a.id"},
            {"order by a.id, n), d.partner_id", chance.formatted("a.number || '/' || n") + "), d.partner_id"}
        }) {
            String kept = change[0].endsWith(";") ? change[0].substring(0, change[0].length() - 1) : "";
            String before = shuffled;
            shuffled = shuffled.replace(change[0], kept + change[1]);
            if (shuffled.equals(before)) {
                throw new IllegalStateException("the fixture has no " + change[0]);
            }
        }
        database.execute(operator, shuffled);
    }

    private static String script() {
        try (InputStream script = BillRunFixture.class.getResourceAsStream("/fixtures/bill-run.sql")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** One more worker, as another process would have it. */
    BillRunWorker worker(int accountsPerShard, int workers) {
        return worker(accountsPerShard, workers, readAhead(20_000 / accountsPerShard, 300_000));
    }

    /** What reads usage ahead in blocks of other sizes. */
    UsageReadAhead readAhead(int shardsOfBlock, int mostSums) {
        return new UsageReadAhead(
                database.transactions(),
                new RatingSql(),
                new UsageRating(new UsageSql(), new PlanStateSql()),
                shardsOfBlock,
                mostSums);
    }

    BillRunWorker worker(int accountsPerShard, int workers, UsageReadAhead ahead) {
        return worker(
                accountsPerShard,
                workers,
                ahead,
                (connection, period) -> Uni.createFrom().item(List.of()),
                Clock.systemUTC());
    }

    /** One that is told which bills are missing. */
    BillRunWorker worker(MissingBills missing, Clock clock) {
        return worker(100, 1, readAhead(200, 300_000), missing, clock);
    }

    private BillRunWorker worker(
            int accountsPerShard, int workers, UsageReadAhead ahead, MissingBills missing, Clock clock) {
        BillRunConfig config = new Config(accountsPerShard, workers);
        PublishingSql publishing = new PublishingSql(new PrepaidSql(), new TermsChargeSql(), new AmountDueSql());
        SqlPostings postings = new SqlPostings();
        ShardWork shards = new ShardWork(
                database.transactions(),
                new ShardSql(),
                ahead,
                rateShard(),
                consolidateShard(),
                new TrialShard(new BillRunSql(), rateShard(), consolidateShard(), new TrialRunSql()),
                new PublishShard(publishing, postings, new SqlOutbox(), Clock.systemUTC()),
                new IsolateShard(new BillRunSql(), new ShardSql(), applyTerms(), config),
                writeDocuments(),
                events(),
                config,
                Clock.systemUTC(),
                ids);
        return new BillRunWorker(
                new Tenants(database.app()),
                database.transactions(),
                new BillRunSql(),
                new OnDemandSql(),
                new HoldSql(),
                new LateBills(missing, new LateBillSql(), config, clock),
                shards,
                tasks(Clock.systemUTC()),
                new CloseRun(publishing, postings),
                events(),
                config,
                new Roles(List.of("billing")),
                Clock.systemUTC());
    }

    WriteDocuments writeDocuments() {
        return new WriteDocuments(
                documents,
                new BillPdf(),
                new UblInvoiceWriter(),
                new TaxInvoicePdf(new CiiInvoiceWriter()),
                archive(),
                new Documents(folder),
                new PublishingSql(new PrepaidSql(), new TermsChargeSql(), new AmountDueSql()),
                new DocumentDeliverySql(),
                Clock.systemUTC());
    }

    DocumentArchive archive() {
        return new DocumentArchive(
                database.transactions(),
                new DocumentFiles(),
                new KeptDocumentSql(),
                new Documents(folder),
                Clock.systemUTC());
    }

    private static ConsolidateShard consolidateShard() {
        return new ConsolidateShard(
                new BillRunSql(),
                new ConsolidationSql(),
                new BillSql(),
                applyTerms(),
                new TableTaxEngine(),
                new CreditChargeSql(),
                new AmountDueSql());
    }

    private static RateShard rateShard() {
        RatingSql rating = new RatingSql();
        PlanStateSql states = new PlanStateSql();
        UsageRating usage = new UsageRating(new UsageSql(), states);
        Corrections corrections = new Corrections(new CorrectionSql(), rating, usage, new StalePrices(states));
        return new RateShard(new BillRunSql(), rating, usage, corrections, states, applyTerms(), new CreditChargeSql());
    }

    private static ApplyTerms applyTerms() {
        TermsNames names = new TermsNames(new TermsFactsSql());
        return new ApplyTerms(
                new AccountTermsSql(),
                new PrepaidSql(),
                new TermsFactsSql(),
                new ChargedSumSql(),
                names,
                new CorrectedTerms(
                        new AccountStateSql(),
                        new CorrectionSql(),
                        new AccountTermsSql(),
                        new ChargedSumSql(),
                        new PrepaidSql(),
                        names,
                        new TermsChargeSql()),
                new AccountStateSql(),
                new TermsChargeSql(),
                new BillRunSql());
    }

    private BillRunEvents events() {
        MailConfig mail = new SmallRyeConfigBuilder()
                .withMapping(MailConfig.class)
                .withDefaultValue("hub.mail.from", "billing@host.example")
                .build()
                .getConfigMapping(MailConfig.class);
        OutgoingMails mails =
                new OutgoingMails(database.transactions(), new Tenants(database.app()), null, mail, Clock.systemUTC());
        return new BillRunEvents(
                new SqlOutbox(),
                ids,
                Clock.systemUTC(),
                new RunNotices(new RunTemplateSql(), mails, Clock.systemUTC()));
    }

    private BillEvents billEvents() {
        return new BillEvents(new ResourceEvents(new SqlOutbox(), ids, Clock.systemUTC()), new FanOutSql());
    }

    Run start() {
        return start(OCTOBER);
    }

    /** Starts a run of the period when it is over; changes are told before it or after it by the database's clock. */
    Run start(LocalDate day) {
        return database.inTenant(
                operator,
                transaction -> runs(LATER)
                        .start(
                                transaction,
                                operator,
                                new BillRuns.Start(RunKind.CYCLE, "monthly", day, false, Optional.empty()))
                        .call(run -> transaction
                                .preparedQuery("update bill_run set created_at = now() where uuid = $1")
                                .execute(Tuple.of(run.uuid()))));
    }

    /** Asks for a bill of the account on demand; answers the request's id. */
    UUID ask(TenantContext login, String accountNumber) {
        UUID account = UUID.fromString(database.text(
                operator, "select uuid::text from billing_account where number = '" + accountNumber + "'"));
        OnDemandBills demands = new OnDemandBills(
                new BillRunSql(), new OnDemandSql(), new AuditLog(), billEvents(), ids, Clock.systemUTC());
        return database.inTenant(
                operator,
                connection -> demands.request(
                        connection,
                        login,
                        new OnDemandBills.Request(account, Optional.empty(), Optional.empty(), "{}")));
    }

    /** Moves a bill to a state by hand. */
    void hold(UUID bill, String state) {
        BillHolds holds = new BillHolds(new BillRunSql(), new HoldSql(), new AuditLog(), billEvents());
        database.inTenant(operator, connection -> holds.move(connection, operator, bill, state));
    }

    Run approve(UUID run) {
        return database.inTenant(manager, transaction -> runs.approve(transaction, manager, run));
    }

    BillRunState state(UUID run) {
        return TestDatabase.await(runs.get(operator, run)).state();
    }

    /** The whole way with one worker; answers the run. */
    UUID runToTheEnd(BillRunWorker worker) {
        return runToTheEnd(worker, OCTOBER);
    }

    /** The same for the period of the day. */
    UUID runToTheEnd(BillRunWorker worker, LocalDate day) {
        UUID run = start(day).uuid();
        TestDatabase.await(worker.workOnce());
        approve(run);
        TestDatabase.await(worker.workOnce());
        return run;
    }

    List<Finding> incoherences() {
        return TestDatabase.await(coherence.check(operator)).stream()
                .filter(finding -> !finding.holds())
                .toList();
    }

    /** All that customers see of their bills, without ids, times and the tenant's key in numbers. */
    String bills() {
        return database.text(operator, """
                select string_agg(line, E'\\n' order by line) from (
                  select a.number || ' ' || b.amount_due || ' ' || b.payment_reference || ' ' || replace(i.number, '-' || upper(t.key) || '-', '-') || ' ' || i.position || ' '
                         || i.gross || ' ' || l.position || ' ' || c.number || ' ' || o.key || ' ' || h.grouping_key || ' ' || l.net
                         || ' ' || l.tax_rate || ' ' || trim_scale(l.residue) as line
                  from customer_bill b
                  join tenant t on t.id = b.tenant_id
                  join billing_account a on a.id = b.account_id
                  join tax_invoice i on i.bill_id = b.id
                  join bill_line l on l.invoice_id = i.id
                  join charge h on h.id = l.charge_id
                  join billing_account c on c.id = h.account_id
                  join product_offering o on o.id = h.offering_id) x
                """);
    }

    private record Config(int accountsPerShard, int workers) implements BillRunConfig {
        @Override
        public Duration lease() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Duration poll() {
            return Duration.ofMillis(500);
        }

        @Override
        public int failedAccounts() {
            return 2;
        }

        @Override
        public Duration lateBillsPoll() {
            return Duration.ZERO;
        }

        @Override
        public int attempts() {
            return 1;
        }
    }

    private record Documents(Path dir) implements DocumentsConfig {
        @Override
        public boolean write() {
            return dir != null;
        }

        @Override
        public Period retention() {
            return Period.ofYears(10);
        }

        @Override
        public int checkAtOnce() {
            return 1_000;
        }
    }
}
