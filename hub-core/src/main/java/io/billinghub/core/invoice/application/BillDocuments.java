package io.billinghub.core.invoice.application;

import io.billinghub.core.invoice.infrastructure.BillDocumentSql;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finished bills as their readers need them. */
@ApplicationScoped
public class BillDocuments {

    private final TenantTransaction transactions;
    private final BillDocumentSql documents;

    public BillDocuments(TenantTransaction transactions, BillDocumentSql documents) {
        this.transactions = transactions;
        this.documents = documents;
    }

    /** The bill with this {@code customer_bill.uuid}, if the caller may see it. */
    public Uni<Optional<BillDocument>> ofBill(TenantContext context, UUID bill) {
        return transactions.run(context, connection -> documents.load(connection, bill));
    }

    /** The bill that holds the tax invoice with this {@code tax_invoice.uuid}, if the caller may see it. */
    public Uni<Optional<BillDocument>> ofInvoice(TenantContext context, UUID invoice) {
        return transactions.run(
                context,
                connection -> documents
                        .billOf(connection, invoice)
                        .flatMap(bill -> bill.isEmpty()
                                ? Uni.createFrom().item(Optional.empty())
                                : documents.load(connection, bill.get())));
    }

    /** The key of the caller's tenant, under which its documents lie. */
    public Uni<String> tenantKey(TenantContext context) {
        return transactions.run(context, documents::tenantKey);
    }

    /** The ids of the sent bills of a run's shard, in the order of accounts. */
    public Uni<List<UUID>> sentBills(TenantContext context, UUID run, int shard) {
        return transactions.run(context, connection -> documents.sentBills(connection, run, shard));
    }
}
