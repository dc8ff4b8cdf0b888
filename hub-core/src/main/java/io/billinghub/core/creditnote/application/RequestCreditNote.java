package io.billinghub.core.creditnote.application;

import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.creditnote.infrastructure.CreditNoteSql;
import io.billinghub.core.creditnote.infrastructure.CreditNoteSql.CreditableInvoice;
import io.billinghub.core.creditnote.infrastructure.CreditNoteSql.NewRun;
import io.billinghub.core.creditnote.model.CreditNote;
import io.billinghub.core.creditnote.model.CreditedLines;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.joda.money.Money;

/** Keeps what a credit note is to take back, and starts the run that makes it. */
@ApplicationScoped
public class RequestCreditNote implements CreditNotes {

    private final CreditNoteSql notes;
    private final AuditLog audit;
    private final IdGenerator ids;
    private final Clock clock;

    public RequestCreditNote(CreditNoteSql notes, AuditLog audit, IdGenerator ids, Clock clock) {
        this.notes = notes;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Uni<UUID> request(SqlConnection transaction, TenantContext context, Request request) {
        if (context.partnerId().isPresent() || context.accountId().isPresent()) {
            return Uni.createFrom()
                    .failure(new HubException(
                            CoreError.NARROWED_LOGIN, "credit notes are asked for by the host's own people"));
        }
        return notes.lockedInvoice(transaction, request.invoice())
                .map(found -> found.orElseThrow(() -> new HubException(
                        CoreError.UNKNOWN_RESOURCE, "there is no tax invoice with the id " + request.invoice())))
                .invoke(RequestCreditNote::requireCreditable)
                .flatMap(invoice -> notes.lines(transaction, invoice)
                        .map(lines -> CreditedLines.of(lines, request.credited()))
                        .flatMap(taken -> keep(transaction, context, request, invoice, taken)));
    }

    @Override
    public Uni<Optional<CreditNote>> find(SqlConnection transaction, UUID id) {
        return notes.list(transaction, Optional.of(id), Optional.empty(), Optional.empty(), 1)
                .map(found -> found.stream().findFirst());
    }

    @Override
    public Uni<List<CreditNote>> list(
            SqlConnection transaction, Optional<UUID> invoice, Optional<UUID> after, int limit) {
        return notes.list(transaction, Optional.empty(), invoice, after, limit);
    }

    private static void requireCreditable(CreditableInvoice invoice) {
        if (!invoice.sent()) {
            throw new HubException(
                    CoreError.CREDIT_REFUSED,
                    "the invoice was not sent yet: its run can be cancelled, or its account taken out of it");
        }
        if (invoice.creditNote()) {
            throw new HubException(
                    CoreError.CREDIT_REFUSED,
                    "it is a credit note: bill what was credited too much by a charge of the next period");
        }
        if (!invoice.billedByItself()) {
            throw new HubException(
                    CoreError.CREDIT_REFUSED,
                    "account " + invoice.accountNumber()
                            + " consolidates into another one now and gets no bill of its own");
        }
    }

    private Uni<UUID> keep(
            SqlConnection transaction,
            TenantContext context,
            Request request,
            CreditableInvoice invoice,
            Map<Integer, Money> taken) {
        OffsetDateTime now = OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneId.of(invoice.timeZone()));
        CyclePeriod period = CyclePeriod.containing(invoice.openFrom(), invoice.dayOfMonth());
        UUID note = ids.next();
        return notes.start(transaction, new NewRun(ids.next(), invoice, period, today, context.actor(), now))
                .flatMap(run -> notes.keep(transaction, note, run, invoice, request, taken, context.actor(), now))
                .flatMap(kept -> audit.append(
                        transaction,
                        context,
                        "credit-note.request",
                        "credit-note/" + note,
                        Optional.empty(),
                        Optional.of("{\"taxInvoice\":\"" + request.invoice() + "\",\"lines\":" + taken.size() + "}")))
                .replaceWith(note);
    }
}
