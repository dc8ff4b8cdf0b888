package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.billrun.model.RunMails;
import io.billinghub.core.billrun.model.RunMails.Told;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.notification.model.TargetAnswer;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks of a run's stages: what holds a run, what lets it go on, and that each attempt is made once. */
class StageTasksIT {

    private static final Clock LATER = Clock.fixed(Instant.parse("2030-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_stage_tasks");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static BillRunFixture tenant(String key) {
        BillRunFixture fixture = new BillRunFixture(database, key, null, UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        return fixture;
    }

    private static String task(String stage, String when, String name, String rule, String onFailure) {
        return """
                {"stage":"%s","when":"%s","name":"%s","check":{"type":"BUILT_IN","rule":%s},"onFailure":"%s"}
                """.formatted(stage, when, name, rule, onFailure);
    }

    /** A run begun by hand that takes over these tasks. */
    private static UUID start(BillRunFixture fixture, String... tasks) {
        return start(fixture, RunMails.NONE, tasks);
    }

    private static UUID start(BillRunFixture fixture, RunMails mails, String... tasks) {
        return database.inTenant(
                        fixture.operator,
                        transaction -> fixture.templates(LATER)
                                .put(
                                        transaction,
                                        fixture.manager,
                                        new RunTemplates.Wanted(
                                                "checked", "Checked", "monthly", Optional.empty(), true, mails),
                                        version -> {})
                                .flatMap(stored -> fixture.taskDecisions()
                                        .set(
                                                transaction,
                                                fixture.manager,
                                                "checked",
                                                json("[" + String.join(",", tasks) + "]"),
                                                true,
                                                version -> {}))
                                .flatMap(set -> fixture.runs(LATER)
                                        .start(
                                                transaction,
                                                fixture.operator,
                                                new BillRuns.Start(
                                                        RunKind.CYCLE,
                                                        "monthly",
                                                        BillRunFixture.OCTOBER,
                                                        false,
                                                        Optional.empty(),
                                                        Optional.of("checked")))))
                .uuid();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    private static void work(BillRunFixture fixture) {
        TestDatabase.await(fixture.worker(100, 1).workOnce());
    }

    private static List<JsonObject> tasks(BillRunFixture fixture, UUID run) {
        return TestDatabase.await(fixture.taskDecisions().ofRun(fixture.operator, run)).stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static List<String> standing(BillRunFixture fixture, UUID run) {
        return tasks(fixture, run).stream()
                .map(task -> task.getString("name") + " " + task.getString("status") + " "
                        + task.getJsonArray("attempts").size())
                .toList();
    }

    private static UUID id(BillRunFixture fixture, UUID run, int task) {
        return UUID.fromString(tasks(fixture, run).get(task).getString("id"));
    }

    private static void retry(BillRunFixture fixture, UUID run, int task) {
        UUID id = id(fixture, run, task);
        database.inTenant(
                fixture.operator, transaction -> fixture.taskDecisions().retry(transaction, fixture.operator, run, id));
    }

    private static void waive(BillRunFixture fixture, TenantContext by, UUID run, int task) {
        UUID id = id(fixture, run, task);
        database.inTenant(
                fixture.operator,
                transaction -> fixture.taskDecisions().waive(transaction, by, run, id, "It is known"));
    }

    private static void assertRefused(ThrowingCallable change, CoreError code) {
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void allRulesAreAskedAndARunGoesToItsEndWhereTheyHold() {
        BillRunFixture fixture = tenant("all-rules");
        UUID run = start(
                fixture,
                task("PUBLISHED", "AFTER", "last", "\"PARKED_SHARE\",\"most\":0", "STOP"),
                task("COLLECTING", "BEFORE", "documents", "\"UNDECIDED_DOCUMENTS\"", "STOP"),
                task("COLLECTING", "AFTER", "partners", "\"MISSING_PARTNERS\"", "STOP"),
                task("VALIDATING", "BEFORE", "rates", "\"MISSING_TAX_RATES\"", "STOP"),
                task("CONSOLIDATING", "BEFORE", "parked", "\"PARKED_SHARE\",\"most\":2.5", "STOP"),
                task("CONSOLIDATING", "AFTER", "total", "\"TOTAL_CHANGE\",\"most\":15", "STOP"),
                task("CONSOLIDATING", "AFTER", "zero", "\"ZERO_BILLS\",\"most\":0", "STOP"),
                task("IN_REVIEW", "BEFORE", "negative", "\"NEGATIVE_BILLS\",\"most\":0", "STOP"),
                task("IN_REVIEW", "AFTER", "new", "\"NEW_ACCOUNTS\",\"most\":5", "STOP"),
                task("APPROVED", "BEFORE", "gone", "\"GONE_ACCOUNTS\",\"most\":5", "STOP"));
        work(fixture);
        assertThat(fixture.state(run)).isEqualTo(BillRunState.IN_REVIEW);
        assertThat(standing(fixture, run))
                .containsExactly(
                        "documents PASSED 1",
                        "partners PASSED 1",
                        "rates PASSED 1",
                        "parked PASSED 1",
                        "total PASSED 1",
                        "zero PASSED 1",
                        "negative PASSED 1",
                        "new OPEN 0",
                        "gone OPEN 0",
                        "last OPEN 0");
        fixture.approve(run);
        work(fixture);
        assertThat(fixture.state(run)).isEqualTo(BillRunState.CLOSED);
        assertThat(standing(fixture, run)).allMatch(task -> task.endsWith("PASSED 1"));
        JsonObject attempt = tasks(fixture, run).get(3).getJsonArray("attempts").getJsonObject(0);
        assertThat(attempt.getString("message")).isEqualTo("0 of 24 accounts are parked");
        assertThat(attempt.getString("by")).isEqualTo("bill-run-worker");
        assertThat(attempt.getLong("millis")).isNotNegative();
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void aTaskThatFailsHoldsTheRunUntilItHoldsOrSomebodyElseWaivesIt() {
        BillRunFixture fixture = tenant("held");
        RunMails mails = new RunMails(
                List.of("olga@host.example", "maria@host.example"), Set.of(Told.TASK_FAILED, Told.IN_REVIEW));
        database.execute(fixture.operator, "update tax_rate set valid_to = '2026-02-01' where tax_class = 'reduced'");
        UUID run = start(
                fixture,
                mails,
                task("VALIDATING", "BEFORE", "rates", "\"MISSING_TAX_RATES\"", "STOP"),
                task("RATING", "BEFORE", "more", "\"MISSING_TAX_RATES\"", "WARN"),
                task("IN_REVIEW", "BEFORE", "never", "\"GONE_ACCOUNTS\",\"most\":0", "STOP"));
        database.execute(fixture.operator, """
                insert into product (tenant_id, uuid, key, account_id, offering_id, started_on)
                select hub_tenant(), gen_random_uuid(), 'messages', a.id, o.id, '2026-01-01'
                from billing_account a, product_offering o where o.key = 'messages' and a.number = 'A-0001'
                """);
        work(fixture);
        work(fixture);
        assertThat(fixture.state(run)).isEqualTo(BillRunState.VALIDATING);
        assertThat(standing(fixture, run)).containsExactly("rates FAILED 1", "more OPEN 0", "never OPEN 0");
        assertThat(tasks(fixture, run)
                        .get(0)
                        .getJsonArray("attempts")
                        .getJsonObject(0)
                        .getString("message"))
                .isEqualTo("no rate: FI reduced");

        assertRefused(() -> retry(fixture, run, 1), CoreError.TASK_STATE);
        assertRefused(() -> waive(fixture, fixture.operator, run, 0), CoreError.WAIVER_IS_STARTER);
        retry(fixture, run, 0);
        work(fixture);
        assertThat(standing(fixture, run)).containsExactly("rates FAILED 2", "more OPEN 0", "never OPEN 0");
        waive(fixture, fixture.manager, run, 0);
        work(fixture);
        assertThat(standing(fixture, run)).containsExactly("rates WAIVED 2", "more WARNED 1", "never PASSED 1");
        assertThat(database.text(
                        fixture.operator,
                        "select string_agg(data::json ->> 'name' || ' ' || (data::json ->> 'status'), ', ' order by id) from outbox where key = '"
                                + run + "' and type = 'io.billinghub.billrun.task-failed.v1'"))
                .isEqualTo("rates FAILED, rates FAILED, more WARNED");
        assertThat(fixture.state(run)).isEqualTo(BillRunState.IN_REVIEW);
        assertThat(database.text(fixture.operator, """
                        select string_agg(n || ' x ' || subject, '; ' order by subject)
                        from (select subject, count(*) as n from outgoing_mail group by subject) m
                        """))
                .as("a mail to each of two people")
                .isEqualTo("6 x Bill run of monthly, 2026-10-01 to 2026-10-31: a task has failed;"
                        + " 2 x Bill run of monthly, 2026-10-01 to 2026-10-31: in review");
        assertThat(database.text(fixture.operator, "select body from outgoing_mail order by id limit 1"))
                .endsWith("Template: checked\n\nrates (the run waits): no rate: FI reduced\n");
        fixture.approve(run);
        assertThat(database.number(fixture.operator, "select count(*) from outgoing_mail"))
                .as("nobody wants to know of approvals")
                .isEqualTo(8);
    }

    @Test
    void aRunInReviewIsNotApprovedBeforeItsTasksAreDone() {
        BillRunFixture fixture = tenant("review");
        UUID run = start(fixture, task("IN_REVIEW", "BEFORE", "documents", "\"UNDECIDED_DOCUMENTS\"", "STOP"));
        database.execute(
                fixture.operator,
                "update received_document set status = 'ACCEPTED', received_at = '2026-10-02T00:00:00Z'");
        database.execute(fixture.operator, """
                insert into quarantine_entry (tenant_id, uuid, document_id, partner_id, place, rule_code, severity, detail, what_to_do)
                select hub_tenant(), gen_random_uuid(), min(id), min(partner_id), 'row 1', 'UNKNOWN_ACCOUNT', 'QUARANTINE', 'x', 'x'
                from received_document
                """);
        work(fixture);
        assertThat(standing(fixture, run)).containsExactly("documents FAILED 1");
        assertRefused(() -> fixture.approve(run), CoreError.TASKS_OPEN);
        database.execute(fixture.operator, "update quarantine_entry set status = 'REJECTED'");
        retry(fixture, run, 0);
        assertRefused(() -> fixture.approve(run), CoreError.TASKS_OPEN);
        work(fixture);
        assertThat(standing(fixture, run)).containsExactly("documents PASSED 2");
        fixture.approve(run);
        work(fixture);
        assertThat(fixture.state(run)).isEqualTo(BillRunState.CLOSED);
    }

    @Test
    void anotherSystemIsAskedWithFiguresWithoutAmounts() {
        BillRunFixture fixture = tenant("asked");
        List<String> asked = new CopyOnWriteArrayList<>();
        fixture.system = (check, headers, body) -> {
            asked.add(check.method() + " " + headers.get("Authorization") + " "
                    + (body.isEmpty() ? "" : new JsonObject(body).fieldNames()));
            return Uni.createFrom().item(TargetAnswer.ofStatus(200, "{\"ok\": false, \"message\": \"too early\"}", 3));
        };
        UUID run = start(fixture, """
                {"stage":"IN_REVIEW","when":"BEFORE","name":"posted","onFailure":"STOP",
                 "check":{"type":"HTTP","method":"POST","url":"https://check.example/run","secret":"secret:task-check","json":true}}
                """, """
                {"stage":"COLLECTING","when":"BEFORE","name":"got","onFailure":"STOP",
                 "check":{"type":"HTTP","method":"GET","url":"https://check.example/run"}}
                """);
        work(fixture);
        assertThat(asked)
                .containsExactly(
                        "GET null ",
                        "POST Bearer secret of hub.secrets.\"asked\".task-check"
                                + " [run, stages, accounts, documents, lateBills, bills]");
        assertThat(standing(fixture, run)).containsExactly("got PASSED 1", "posted FAILED 1");
        assertThat(tasks(fixture, run)
                        .get(1)
                        .getJsonArray("attempts")
                        .getJsonObject(0)
                        .getString("message"))
                .isEqualTo("too early");
    }

    @Test
    @Timeout(60)
    void aSystemThatDoesNotAnswerHoldsUpNoOtherRun() throws Exception {
        BillRunFixture slow = tenant("slow");
        CompletableFuture<TargetAnswer> answer = new CompletableFuture<>();
        slow.system = (check, headers, body) -> Uni.createFrom().completionStage(answer);
        UUID waiting = start(slow, """
                {"stage":"COLLECTING","when":"BEFORE","name":"got","onFailure":"STOP",
                 "check":{"type":"HTTP","method":"GET","url":"https://check.example/run"}}
                """);
        BillRunFixture other = tenant("beside");
        UUID beside = start(other);

        CompletableFuture<Void> round =
                slow.worker(100, 1).workOnce().subscribeAsCompletionStage().toCompletableFuture();
        while (other.state(beside) != BillRunState.IN_REVIEW) {
            Thread.sleep(20);
        }
        assertThat(standing(slow, waiting)).containsExactly("got RUNNING 1");

        answer.complete(TargetAnswer.ofStatus(200, "", 3));
        round.get();
        assertThat(slow.state(waiting)).isEqualTo(BillRunState.IN_REVIEW);
    }

    @Test
    void aRunIsNotApprovedBeforeItsSampleIsLookedAt() {
        BillRunFixture fixture = tenant("sampled");
        UUID run = start(fixture, """
                {"stage":"IN_REVIEW","when":"BEFORE","name":"sample","onFailure":"STOP","check":{"type":"SAMPLE","bills":3}}
                """);
        work(fixture);
        assertThat(standing(fixture, run)).containsExactly("sample FAILED 1");
        assertRefused(() -> fixture.approve(run), CoreError.TASKS_OPEN);
        List<JsonObject> drawn = sample(fixture, run);
        assertThat(drawn).hasSize(3).allSatisfy(bill -> {
            assertThat(bill.getJsonArray("risks").contains("FIRST_BILL")).isTrue();
            assertThat(bill.getString("amount")).isNotBlank();
            assertThat(bill.getString("lookedAtBy")).isNull();
        });
        assertRefused(() -> look(fixture, run, UUID.randomUUID()), CoreError.UNKNOWN_RESOURCE);

        look(fixture, run, UUID.fromString(drawn.get(0).getString("bill")));
        assertThat(standing(fixture, run)).containsExactly("sample FAILED 1");
        look(fixture, run, UUID.fromString(drawn.get(1).getString("bill")));
        look(fixture, run, UUID.fromString(drawn.get(2).getString("bill")));
        work(fixture);
        assertThat(standing(fixture, run)).containsExactly("sample PASSED 2");
        assertThat(sample(fixture, run))
                .hasSize(3)
                .allSatisfy(bill -> assertThat(bill.getString("note")).isEqualTo("It is right"));
        fixture.approve(run);
    }

    private static List<JsonObject> sample(BillRunFixture fixture, UUID run) {
        return TestDatabase.await(fixture.samples().list(fixture.operator, run)).stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static void look(BillRunFixture fixture, UUID run, UUID bill) {
        database.inTenant(
                fixture.operator,
                transaction ->
                        fixture.samples().look(transaction, fixture.operator, run, bill, Optional.of("It is right")));
    }

    @Test
    void ofManyProcessesOneMakesTheAttemptAndOneThatDiedIsReplacedWhenItsTimeIsOver() {
        BillRunFixture fixture = tenant("processes");
        UUID uuid = start(
                fixture,
                task("COLLECTING", "BEFORE", "documents", "\"PARKED_SHARE\",\"most\":0", "STOP")
                        .replace("COLLECTING", "CONSOLIDATING"));
        database.execute(fixture.operator, "update bill_run set state = 'COLLECTING'");
        database.execute(fixture.operator, "update bill_run set state = 'VALIDATING'");
        database.execute(fixture.operator, "update bill_run set state = 'RATING'");
        database.execute(fixture.operator, "update bill_run set state = 'CONSOLIDATING'");
        Run run = TestDatabase.await(fixture.runs.get(fixture.operator, uuid));
        Uni<Boolean> pass =
                Uni.createFrom().deferred(() -> fixture.tasks(Clock.systemUTC()).pass(fixture.operator, run, 8));
        TestDatabase.await(Uni.join().all(pass, pass, pass).andFailFast().replaceWithVoid());
        assertThat(standing(fixture, uuid)).containsExactly("documents PASSED 1");

        database.execute(fixture.operator, """
                update bill_run_task set status = 'RUNNING', leased_until = now() + interval '1 hour';
                """);
        database.execute(
                fixture.operator, "update bill_run_task_attempt set outcome = null, ended_at = null, message = null");
        assertThat(TestDatabase.await(pass)).isFalse();
        database.execute(fixture.operator, "update bill_run_task set leased_until = now() - interval '1 second'");
        assertThat(TestDatabase.await(pass)).isTrue();
        assertThat(standing(fixture, uuid)).containsExactly("documents PASSED 2");
        assertThat(database.text(
                        fixture.operator,
                        "select string_agg(outcome, ' ' order by attempt) from bill_run_task_attempt"))
                .isEqualTo("LOST PASSED");
    }

    @Test
    void aTrialAndARunOfAnotherCycleTakeNoTasks() {
        BillRunFixture fixture = tenant("refused");
        for (RunKind kind : List.of(RunKind.CYCLE, RunKind.TRIAL)) {
            BillRuns.Start start = new BillRuns.Start(
                    kind, "monthly", BillRunFixture.OCTOBER, false, Optional.empty(), Optional.of("of-another-cycle"));
            assertRefused(
                    () -> database.inTenant(
                            fixture.operator,
                            transaction -> fixture.runs(LATER).start(transaction, fixture.operator, start)),
                    CoreError.TEMPLATE_REFUSED);
        }
    }
}
