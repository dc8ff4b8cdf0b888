package io.billinghub.api.billrun;

import io.billinghub.api.security.RequestContext;
import io.billinghub.core.billrun.application.WatchRun;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses streams about runs that are not there. */
@Singleton
class KnownRunFilter {

    private final RequestContext context;
    private final WatchRun watch;

    KnownRunFilter(RequestContext context, WatchRun watch) {
        this.context = context;
        this.watch = watch;
    }

    /** Fails as the route without a stream would; an empty answer lets the request pass. */
    @KnownRun
    @ServerRequestFilter
    public Uni<Response> requireRun(ContainerRequestContext request) {
        context.requireWholeTenant();
        UUID run =
                RunProgressResource.id(request.getUriInfo().getPathParameters().getFirst("id"));
        return context.tenantContext().flatMap(tenant -> watch.now(tenant, run)).map(progress -> (Response) null);
    }
}
