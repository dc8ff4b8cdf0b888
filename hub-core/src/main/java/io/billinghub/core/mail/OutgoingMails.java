package io.billinghub.core.mail;

import io.billinghub.core.notification.model.Backoff;
import io.billinghub.core.process.PollLoop;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.tenancy.Tenants;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * The queue of mails. A mail is queued in the transaction of what it tells of, and sent at least once: a process that is killed between the
 * server's answer and its own note sends it again.
 */
@ApplicationScoped
public class OutgoingMails {

    private static final Logger LOG = Logger.getLogger(OutgoingMails.class);

    /** As long as a process may take for the mails that it claimed. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    private static final int AT_ONCE = 20;
    private static final int LONGEST_FAILURE = 500;

    private static final String QUEUE = """
            insert into outgoing_mail (tenant_id, about, recipient, subject, body, next_attempt, queued_at)
            values (hub_tenant(), $1, $2, $3, $4, $5, $5) on conflict (tenant_id, about) do nothing
            """;
    private static final String CLAIM = """
            update outgoing_mail m set next_attempt = $2, attempts = attempts + 1
              from (select id from outgoing_mail where state = 'PENDING' and next_attempt <= $1
                     order by next_attempt, id limit $3 for update skip locked) p
             where m.id = p.id
            returning m.id, m.about, m.recipient, m.subject, m.body, m.attempts, m.queued_at
            """;
    private static final String SENT =
            "update outgoing_mail set state = 'SENT', ended_at = $2, failure = null where id = $1 and state = 'PENDING'";
    private static final String FAILED = """
            update outgoing_mail set state = case when $5 then 'GIVEN_UP' else state end, ended_at = case when $5 then $2::timestamptz end,
                   next_attempt = $3, failure = $4
             where id = $1 and state = 'PENDING'
            """;

    private final TenantTransaction transactions;
    private final Tenants tenants;
    private final MailSender sender;
    private final MailConfig config;
    private final Backoff backoff;
    private final Clock clock;

    public OutgoingMails(
            TenantTransaction transactions, Tenants tenants, MailSender sender, MailConfig config, Clock clock) {
        this.transactions = transactions;
        this.tenants = tenants;
        this.sender = sender;
        this.config = config;
        this.backoff = new Backoff(config.firstWait(), config.longestWait());
        this.clock = clock;
    }

    private record Claimed(long id, Mail mail, int attempts, Instant queuedAt) {}

    /** Queues the mail inside the caller's transaction, unless there is one about the same, or the hub sends no mail. */
    public Uni<Void> queue(SqlConnection connection, Mail mail, Instant now) {
        if (config.from().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(QUEUE)
                .execute(Tuple.of(mail.about(), mail.recipient(), mail.subject(), mail.body(), at(now)))
                .replaceWithVoid();
    }

    /** Sends what is due, of all tenants, until nothing is left that nobody is at. */
    public Uni<Void> work() {
        if (config.from().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tenants.all()
                .onItem()
                .transformToMulti(all -> Multi.createFrom().iterable(all))
                .onItem()
                .transformToUniAndConcatenate(tenant -> work(TenantContext.of(tenant, "mail")))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> work(TenantContext context) {
        return PollLoop.untilNothingIsLeft(() -> claim(context)
                .flatMap(claimed -> Multi.createFrom()
                        .iterable(claimed)
                        .onItem()
                        .transformToUniAndConcatenate(one -> send(context, one))
                        .collect()
                        .asList()
                        .map(done -> !claimed.isEmpty())));
    }

    private Uni<List<Claimed>> claim(TenantContext context) {
        Instant now = clock.instant();
        Tuple values = Tuple.of(at(now), at(now.plus(LEASE)), AT_ONCE);
        return transactions.run(
                context,
                connection -> connection.preparedQuery(CLAIM).execute(values).map(rows -> {
                    List<Claimed> claimed = new ArrayList<>();
                    for (Row row : rows) {
                        claimed.add(new Claimed(
                                row.getLong("id"),
                                new Mail(
                                        row.getString("about"),
                                        row.getString("recipient"),
                                        row.getString("subject"),
                                        row.getString("body")),
                                row.getInteger("attempts"),
                                row.getOffsetDateTime("queued_at").toInstant()));
                    }
                    return claimed;
                }));
    }

    private Uni<Void> send(TenantContext context, Claimed claimed) {
        return Uni.createFrom()
                .deferred(() -> sender.send(config.from().orElseThrow(), claimed.mail()))
                .flatMap(sent -> note(context, SENT, Tuple.of(claimed.id(), at(clock.instant()))))
                .onFailure()
                .recoverWithUni(failure -> failed(context, claimed, failure));
    }

    private Uni<Void> failed(TenantContext context, Claimed claimed, Throwable failure) {
        Instant now = clock.instant();
        boolean givenUp = !now.isBefore(claimed.queuedAt().plus(config.giveUpAfter()));
        LOG.warnf(
                "The mail about %s was not sent%s: %s",
                claimed.mail().about(), givenUp ? " and is given up" : "", failure.getMessage());
        Duration wait = backoff.after(claimed.attempts(), ThreadLocalRandom.current()::nextDouble);
        String why = String.valueOf(failure.getMessage());
        String shortened = why.length() > LONGEST_FAILURE ? why.substring(0, LONGEST_FAILURE) : why;
        return note(context, FAILED, Tuple.of(claimed.id(), at(now), at(now.plus(wait)), shortened, givenUp));
    }

    private Uni<Void> note(TenantContext context, String sql, Tuple values) {
        return transactions
                .run(context, connection -> connection.preparedQuery(sql).execute(values))
                .replaceWithVoid();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
