package io.billinghub.core.billrun.application;

import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.infrastructure.RunNoteSql;
import io.billinghub.core.billrun.model.RunNote;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Notes about runs: what was looked at, and why it is right. Nobody changes one, or takes one away. */
@ApplicationScoped
public class RunNotes {

    private final TenantTransaction transactions;
    private final BillRunSql runs;
    private final RunNoteSql notes;
    private final AuditLog audit;
    private final IdGenerator ids;
    private final Clock clock;

    public RunNotes(
            TenantTransaction transactions,
            BillRunSql runs,
            RunNoteSql notes,
            AuditLog audit,
            IdGenerator ids,
            Clock clock) {
        this.transactions = transactions;
        this.runs = runs;
        this.notes = notes;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** The run's notes, the first one first; UNKNOWN_RESOURCE. */
    public Uni<List<RunNote>> of(TenantContext context, UUID run) {
        return transactions.run(
                context, connection -> found(connection, run).flatMap(found -> notes.of(connection, found.id())));
    }

    /**
     * Notes something about a run, whatever its state.
     *
     * @param text spaces around it are left away
     * @throws HubException (through the Uni) UNKNOWN_RESOURCE, NOTE_MISSING, NOTE_TOO_LONG
     */
    public Uni<RunNote> write(SqlConnection transaction, TenantContext context, UUID run, String text) {
        String note = text.strip();
        if (note.isEmpty()) {
            throw new HubException(CoreError.NOTE_MISSING, "the note is empty");
        }
        if (note.length() > RunNote.LONGEST) {
            throw new HubException(
                    CoreError.NOTE_TOO_LONG,
                    "a note about a run has up to " + RunNote.LONGEST + " characters, not " + note.length());
        }
        RunNote written = new RunNote(
                ids.next(), context.actor(), OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC), note);
        return found(transaction, run)
                .flatMap(found -> notes.insert(transaction, found.id(), written))
                .flatMap(inserted -> audit.append(
                        transaction,
                        context,
                        "bill-run.note",
                        "bill-run/" + run,
                        Optional.empty(),
                        Optional.of(new JsonObject().put("note", note).encode())))
                .replaceWith(written);
    }

    private Uni<Run> found(SqlConnection connection, UUID run) {
        return runs.run(connection, run)
                .map(found -> found.orElseThrow(
                        () -> new HubException(CoreError.UNKNOWN_RESOURCE, "there is no bill run " + run)));
    }
}
