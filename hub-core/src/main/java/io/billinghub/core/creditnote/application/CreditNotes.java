package io.billinghub.core.creditnote.application;

import io.billinghub.core.creditnote.model.CreditNote;
import io.billinghub.core.creditnote.model.Credited;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The port by which credit notes are asked for. */
public interface CreditNotes {

    /**
     * What is asked for.
     *
     * @param invoice {@code tax_invoice.uuid} of an invoice that was sent
     * @param reason why, in words; kept, and shown to who approves it
     * @param rebill whether what is taken back is invoiced again, by what is known of buyer and tax now
     */
    record Request(UUID invoice, Credited credited, String reason, boolean rebill) {}

    /**
     * Takes back a part of an invoice, or all of it: a bill run of its own, which makes a credit note with the invoice's tax. It goes the way of
     * all runs: somebody else than who asked for it approves it, then it is numbered, posted, shared and sent. The invoice stays as it is.
     *
     * @param transaction of the whole tenant
     * @return the id of the credit note's request; fails with UNKNOWN_RESOURCE for an invoice that the tenant lacks, with CREDIT_REFUSED where
     *     it can't be credited so
     */
    Uni<UUID> request(SqlConnection transaction, TenantContext context, Request request);

    /** The credit note with this id, if the tenant has it. */
    Uni<Optional<CreditNote>> find(SqlConnection transaction, UUID id);

    /**
     * Credit notes, newest first.
     *
     * @param invoice only those of this {@code tax_invoice.uuid}
     * @param after the last one of the page before
     */
    Uni<List<CreditNote>> list(SqlConnection transaction, Optional<UUID> invoice, Optional<UUID> after, int limit);
}
