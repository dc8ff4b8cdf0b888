package io.billinghub.core.mail;

import io.billinghub.core.housekeeping.Chore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;

/** Deletes mails that were sent or given up long ago: they name people. */
@ApplicationScoped
public class OldMails implements Chore {

    private static final int MOST = 1_000;

    private final MailConfig config;

    OldMails(MailConfig config) {
        this.config = config;
    }

    @Override
    public String what() {
        return "deleting old mails";
    }

    @Override
    public Uni<Boolean> doSome(SqlConnection connection, Instant now) {
        return connection
                .preparedQuery("""
                        delete from outgoing_mail where id in (
                          select id from outgoing_mail where state <> 'PENDING' and ended_at < $1 limit $2 for update skip locked)
                        """)
                .execute(Tuple.of(now.minus(config.keep()).atOffset(ZoneOffset.UTC), MOST))
                .map(deleted -> deleted.rowCount() == MOST);
    }
}
