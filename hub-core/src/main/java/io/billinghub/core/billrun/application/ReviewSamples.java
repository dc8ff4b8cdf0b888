package io.billinghub.core.billrun.application;

import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.infrastructure.ReviewSampleSql;
import io.billinghub.core.billrun.model.ReviewSample;
import io.billinghub.core.billrun.model.RunCheck;
import io.billinghub.core.billrun.model.RunCheck.Finding;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Bills that people look at before a run is approved: the check draws them, and holds when each is marked. */
@ApplicationScoped
public class ReviewSamples {

    private static final int PAGE = 5000;
    private static final int LONGEST_NOTE = 500;

    private final TenantTransaction transactions;
    private final BillRunSql runs;
    private final ReviewSampleSql samples;
    private final AuditLog audit;
    private final Clock clock;

    public ReviewSamples(
            TenantTransaction transactions, BillRunSql runs, ReviewSampleSql samples, AuditLog audit, Clock clock) {
        this.transactions = transactions;
        this.runs = runs;
        this.samples = samples;
        this.audit = audit;
        this.clock = clock;
    }

    /** Draws the sample, if that was not done, and tells whether all of it is looked at. */
    Uni<Finding> find(TenantContext context, Run run, RunCheck.Sample check) {
        ReviewSample sample = new ReviewSample(run.uuid(), check.bills());
        return offered(context, run, sample, 0)
                .flatMap(done -> transactions.run(context, connection -> samples.keep(connection, run, sample.bills())))
                .map(left -> new Finding(left[0] == 0, left[0] + " of " + left[1] + " bills are not looked at"));
    }

    private Uni<Void> offered(TenantContext context, Run run, ReviewSample sample, long afterAccount) {
        return transactions
                .run(context, connection -> samples.candidates(connection, run, afterAccount, PAGE))
                .flatMap(page -> {
                    page.candidates().forEach(sample::offer);
                    return page.candidates().size() < PAGE
                            ? Uni.createFrom().voidItem()
                            : offered(context, run, sample, page.lastAccount());
                });
    }

    /** The sample of a run as JSON, what is not looked at first; UNKNOWN_RESOURCE. */
    public Uni<JsonArray> list(TenantContext context, UUID run) {
        return transactions.run(
                context,
                connection -> runs.run(connection, run)
                        .map(found -> found.orElseThrow(() -> unknown("bill run " + run)))
                        .flatMap(found -> samples.list(connection, found.id())));
    }

    /**
     * Marks a bill as looked at; answers the sample.
     *
     * @param note what was seen, up to 500 characters; empty for nothing
     * @throws HubException (through the Uni) UNKNOWN_RESOURCE, REASON_MISSING
     */
    public Uni<JsonArray> look(
            SqlConnection transaction, TenantContext context, UUID run, UUID bill, Optional<String> note) {
        if (note.filter(text -> text.length() > LONGEST_NOTE).isPresent()) {
            throw new HubException(CoreError.NOTE_TOO_LONG, "a note has up to " + LONGEST_NOTE + " characters");
        }
        return runs.lockedRun(transaction, run)
                .map(found -> found.orElseThrow(() -> unknown("bill run " + run)))
                .flatMap(found -> samples.look(transaction, found.id(), bill, context.actor(), note.orElse(null), now())
                        .invoke(marked -> {
                            if (!marked) {
                                throw unknown("bill " + bill + " in the sample of run " + run);
                            }
                        })
                        .flatMap(marked -> audit.append(
                                transaction,
                                context,
                                "bill-run.look-at",
                                "bill-run/" + run,
                                Optional.empty(),
                                Optional.of(new JsonObject()
                                        .put("bill", bill.toString())
                                        .put("note", note.orElse(null))
                                        .encode())))
                        .flatMap(noted -> samples.list(transaction, found.id())));
    }

    private static HubException unknown(String what) {
        return new HubException(CoreError.UNKNOWN_RESOURCE, "there is no " + what);
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
    }
}
