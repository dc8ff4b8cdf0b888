package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.infrastructure.RunTemplateSql;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.billrun.model.RunMails;
import io.billinghub.core.billrun.model.RunMails.Told;
import io.billinghub.core.mail.Mail;
import io.billinghub.core.mail.OutgoingMails;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;

/**
 * Tells the people by mail whom a template names how its runs get on, in the transaction of what it tells: a change that is rolled back is told
 * to nobody. Mails have no amounts.
 */
@ApplicationScoped
public class RunNotices {

    private final RunTemplateSql templates;
    private final OutgoingMails mails;
    private final Clock clock;

    public RunNotices(RunTemplateSql templates, OutgoingMails mails, Clock clock) {
        this.templates = templates;
        this.mails = mails;
        this.clock = clock;
    }

    /**
     * Queues the mails; none where the run is of no template.
     *
     * @param more what is known of it, in words; may be empty
     */
    Uni<Void> tell(SqlConnection transaction, Run run, Told what, String more) {
        if (run.template().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return templates
                .mails(transaction, run.template().get())
                .flatMap(wanted -> wanted.tellsOf(what)
                        ? queue(transaction, run, wanted, what, more)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> queue(SqlConnection transaction, Run run, RunMails wanted, Told what, String more) {
        Instant now = clock.instant();
        return Multi.createFrom()
                .iterable(wanted.to())
                .onItem()
                .transformToUniAndConcatenate(
                        recipient -> mails.queue(transaction, mail(run, recipient, what, more, now), now))
                .onItem()
                .ignoreAsUni();
    }

    private static Mail mail(Run run, String recipient, Told what, String more, Instant now) {
        String days = run.period().from() + " to " + run.period().to().minusDays(1);
        String how = what == Told.TASK_FAILED
                ? "a task has failed"
                : what.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String name = (run.kind() == RunKind.TRIAL ? "Trial run" : "Bill run") + " of " + run.cycleKey();
        return new Mail(
                "bill-run/" + run.uuid() + " " + what + " " + now + " to " + recipient,
                recipient,
                name + ", " + days + ": " + how,
                name + "\nPeriod: " + days + "\nIt is told: " + how + ", " + now + "\nRun: " + run.uuid()
                        + "\nTemplate: " + run.template().orElseThrow() + (more.isEmpty() ? "" : "\n\n" + more) + "\n");
    }
}
