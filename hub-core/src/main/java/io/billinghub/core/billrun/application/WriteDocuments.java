package io.billinghub.core.billrun.application;

import io.billinghub.core.archive.application.DocumentArchive;
import io.billinghub.core.archive.application.DocumentArchive.Rendered;
import io.billinghub.core.archive.application.DocumentsConfig;
import io.billinghub.core.archive.model.DocumentForm;
import io.billinghub.core.archive.model.KeptDocument;
import io.billinghub.core.billprint.BillPdf;
import io.billinghub.core.billprint.TaxInvoicePdf;
import io.billinghub.core.billrun.infrastructure.PublishingSql;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.delivery.infrastructure.DocumentDeliverySql;
import io.billinghub.core.einvoice.EInvoice;
import io.billinghub.core.einvoice.UblInvoiceWriter;
import io.billinghub.core.invoice.application.BillDocuments;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Writes the documents of a shard's published bills into the archive: a PDF per bill, UBL and Factur-X per tax invoice. What is kept is not
 * written again, so a shard whose writing was cut off goes on where it was.
 */
@ApplicationScoped
public class WriteDocuments {

    private static final Logger LOG = Logger.getLogger(WriteDocuments.class);

    private final BillDocuments bills;
    private final BillPdf pdf;
    private final UblInvoiceWriter ubl;
    private final TaxInvoicePdf facturX;
    private final DocumentArchive archive;
    private final DocumentsConfig config;
    private final PublishingSql publishing;
    private final DocumentDeliverySql deliveries;
    private final Clock clock;

    public WriteDocuments(
            BillDocuments bills,
            BillPdf pdf,
            UblInvoiceWriter ubl,
            TaxInvoicePdf facturX,
            DocumentArchive archive,
            DocumentsConfig config,
            PublishingSql publishing,
            DocumentDeliverySql deliveries,
            Clock clock) {
        this.bills = bills;
        this.pdf = pdf;
        this.ubl = ubl;
        this.facturX = facturX;
        this.archive = archive;
        this.config = config;
        this.publishing = publishing;
        this.deliveries = deliveries;
        this.clock = clock;
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

    /**
     * Notes by what words and partners the shard's bills are found, and queues the delivery of their documents; in the transaction that notes
     * the shard as written.
     */
    Uni<Void> note(SqlConnection connection, RunShard shard) {
        return publishing
                .noteContent(connection, shard)
                .flatMap(noted -> config.write()
                        ? deliveries.queue(connection, shard.runId(), shard.shard(), clock.instant())
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> writeBill(TenantContext context, String tenant, UUID id) {
        return archive.ofBill(context, id)
                .flatMap(kept -> bills.ofBill(context, id)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .flatMap(found -> found.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : write(context, tenant, found.get(), kept)));
    }

    private Uni<Void> write(TenantContext context, String tenant, BillDocument bill, List<KeptDocument> kept) {
        List<Rendered> rendered = new ArrayList<>();
        if (!isKept(kept, Optional.empty(), DocumentForm.BILL_PDF)) {
            rendered.add(new Rendered(Optional.empty(), DocumentForm.BILL_PDF, bill.number(), pdf.print(bill)));
        }
        for (TaxInvoice invoice : bill.invoices()) {
            Optional<UUID> id = Optional.of(invoice.id());
            if (!isKept(kept, id, DocumentForm.UBL)) {
                render(invoice, DocumentForm.UBL, ubl.write(bill, invoice)).ifPresent(rendered::add);
            }
            if (!isKept(kept, id, DocumentForm.FACTUR_X)) {
                render(invoice, DocumentForm.FACTUR_X, facturX.write(bill, invoice))
                        .ifPresent(rendered::add);
            }
        }
        return archive.keep(
                context, tenant, new DocumentArchive.Bill(bill.id(), bill.periodFrom(), bill.issueDate()), rendered);
    }

    private static boolean isKept(List<KeptDocument> kept, Optional<UUID> invoice, DocumentForm form) {
        return kept.stream()
                .anyMatch(each -> each.form() == form && each.invoice().equals(invoice));
    }

    private static Optional<Rendered> render(TaxInvoice invoice, DocumentForm form, EInvoice document) {
        if (document instanceof EInvoice.Written written) {
            return Optional.of(new Rendered(
                    Optional.of(invoice.id()), form, invoice.number().orElseThrow(), written.document()));
        }
        LOG.warnf(
                "no %s for tax invoice %s: %s",
                form, invoice.number().orElse("?"), ((EInvoice.Refused) document).refusals());
        return Optional.empty();
    }
}
