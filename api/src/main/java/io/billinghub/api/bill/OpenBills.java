package io.billinghub.api.bill;

import io.billinghub.api.security.RequestContext;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.invoice.application.BillDocuments;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** The bills that a login may open, whole. What comes of them goes on on a worker thread, since rendering takes long. */
@ApplicationScoped
class OpenBills {

    private final RequestContext context;
    private final BillDocuments documents;

    OpenBills(RequestContext context, BillDocuments documents) {
        this.context = context;
        this.documents = documents;
    }

    /** The bill with this id; fails with UNKNOWN_RESOURCE. */
    Uni<BillDocument> bill(String id) {
        return load("bill", id, documents::ofBill);
    }

    /** The bill that holds the tax invoice with this id; fails with UNKNOWN_RESOURCE. */
    Uni<BillDocument> ofInvoice(String id) {
        return load("tax invoice", id, documents::ofInvoice);
    }

    /** A file that a browser shows; its name keeps letters, digits and a few signs. */
    static Response file(String mediaType, String name, byte[] bytes) {
        String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return Response.ok(bytes, mediaType)
                .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + safe + "\"")
                .build();
    }

    static HubException unknown(String what, String id) {
        return new HubException(CoreError.UNKNOWN_RESOURCE, "There is no " + what + " with the id '" + id + "'.");
    }

    private Uni<BillDocument> load(
            String what, String id, BiFunction<TenantContext, UUID, Uni<Optional<BillDocument>>> load) {
        UUID uuid = uuid(what, id);
        return context.tenantContext()
                .flatMap(tenant -> load.apply(tenant, uuid)
                        .map(found -> found.filter(bill -> BillVisibility.allows(tenant, bill.state()))
                                .orElseThrow(() -> unknown(what, id))))
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    static UUID uuid(String what, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw unknown(what, text);
        }
    }
}
