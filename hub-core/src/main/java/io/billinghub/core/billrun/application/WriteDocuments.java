package io.billinghub.core.billrun.application;

import io.billinghub.core.billprint.BillPdf;
import io.billinghub.core.billprint.TaxInvoicePdf;
import io.billinghub.core.billrun.infrastructure.DocumentArchive;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.einvoice.EInvoice;
import io.billinghub.core.einvoice.UblInvoiceWriter;
import io.billinghub.core.invoice.application.BillDocuments;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Writes the documents of a shard's published bills: a PDF per bill, UBL and Factur-X per tax invoice. The same bill gives
 * the same bytes under the same name, so a shard whose writing was cut off is simply written again.
 */
@ApplicationScoped
public class WriteDocuments {

    private static final Logger LOG = Logger.getLogger(WriteDocuments.class);
    private static final String FACTUR_X = "-factur-x.pdf";

    private final BillDocuments bills;
    private final BillPdf pdf;
    private final UblInvoiceWriter ubl;
    private final TaxInvoicePdf facturX;
    private final DocumentArchive archive;
    private final DocumentsConfig config;

    public WriteDocuments(
            BillDocuments bills,
            BillPdf pdf,
            UblInvoiceWriter ubl,
            TaxInvoicePdf facturX,
            DocumentArchive archive,
            DocumentsConfig config) {
        this.bills = bills;
        this.pdf = pdf;
        this.ubl = ubl;
        this.facturX = facturX;
        this.archive = archive;
        this.config = config;
    }

    /**
     * Writes the shard's documents, outside of any transaction.
     *
     * @param stillOurs asked before each bill: prolongs the lease, false if another worker has taken over
     */
    Uni<Void> write(TenantContext context, RunShard shard, Supplier<Uni<Boolean>> stillOurs) {
        if (!config.write()) {
            return Uni.createFrom().voidItem();
        }
        return bills.tenantKey(context)
                .flatMap(tenant -> bills.sentBills(context, shard.runUuid(), shard.shard())
                        .flatMap(ids -> Multi.createFrom()
                                .iterable(ids)
                                .onItem()
                                .transformToUniAndConcatenate(id -> stillOurs
                                        .get()
                                        .flatMap(ours -> ours
                                                ? writeBill(context, tenant, id)
                                                : Uni.createFrom().voidItem()))
                                .onItem()
                                .ignoreAsUni()));
    }

    private Uni<Void> writeBill(TenantContext context, String tenant, UUID id) {
        return bills.ofBill(context, id)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(found -> found.ifPresent(bill -> write(tenant, bill)))
                .replaceWithVoid();
    }

    private void write(String tenant, BillDocument bill) {
        archive.store(config.dir(), tenant, bill.periodFrom(), bill.number() + ".pdf", pdf.print(bill));
        for (TaxInvoice invoice : bill.invoices()) {
            EInvoice document = ubl.write(bill, invoice);
            if (document instanceof EInvoice.Refused refused) {
                LOG.warnf(
                        "no e-invoice for tax invoice %s: %s", invoice.number().orElse("?"), refused.refusals());
                continue;
            }
            store(tenant, bill, invoice, ".xml", document);
            // the suffix keeps it apart from a bill's PDF, whose number comes from another series
            store(tenant, bill, invoice, FACTUR_X, facturX.write(bill, invoice));
        }
    }

    private void store(String tenant, BillDocument bill, TaxInvoice invoice, String suffix, EInvoice document) {
        if (document instanceof EInvoice.Written written) {
            String name = invoice.number().orElseThrow() + suffix;
            archive.store(config.dir(), tenant, bill.periodFrom(), name, written.document());
        }
    }
}
