package io.billinghub.api.tmf630.resource;

import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.ListRequest;
import io.billinghub.api.tmf630.Page;
import io.billinghub.api.tmf630.ResourceType;
import io.billinghub.api.tmf630.TmfAnswers;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Answers {@code GET}: a page of what the login may see, or one of it, read in a transaction of its tenant. */
@ApplicationScoped
public class ResourceReads {

    private final RequestContext context;
    private final TenantTransaction transaction;
    private final TmfAnswers answers;

    ResourceReads(RequestContext context, TenantTransaction transaction, TmfAnswers answers) {
        this.context = context;
        this.transaction = transaction;
        this.answers = answers;
    }

    /**
     * Where resources come from.
     *
     * @param <T> as they are shown
     */
    public interface Source<T> {

        /** Those that match; what the login may not see is not among them. */
        Uni<Page<T>> page(SqlConnection connection, TenantContext login, ListRequest request);
    }

    /** Fails with INVALID_PARAMETER where the query is none of TMF630. */
    public <T> Uni<Response> list(ResourceType type, UriInfo uri, Source<T> source) {
        ListRequest request = ListRequest.parse(type, uri.getQueryParameters());
        return page(request, source).map(page -> answers.list(type, request, page, uri));
    }

    /** Fails with UNKNOWN_RESOURCE where the login sees none of this id. */
    public <T> Uni<Response> one(ResourceType type, String id, UriInfo uri, Source<T> source) {
        ListRequest request = ListRequest.ofOne(type, id, uri.getQueryParameters());
        return page(request, source).map(page -> answers.one(page.only(type, id), request.fields()));
    }

    private <T> Uni<Page<T>> page(ListRequest request, Source<T> source) {
        return context.tenantContext()
                .flatMap(login -> transaction.run(login, connection -> source.page(connection, login, request)));
    }
}
