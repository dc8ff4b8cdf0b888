package io.billinghub.api.security;

import io.billinghub.api.error.ApiError;
import io.billinghub.api.http.ApiPaths;
import io.billinghub.core.error.HubException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.WithFormRead;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * A change through a page needs what only our own page can send: a token of the session in the form, and the browser's word that
 * the form stood on a page of ours. Holds for all that is not below an API, whatever comes to lie there.
 */
@Singleton
class FormsNeedTokens {

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final CurrentIdentityAssociation identities;
    private final FormTokens tokens;

    FormsNeedTokens(CurrentIdentityAssociation identities, FormTokens tokens) {
        this.identities = identities;
        this.tokens = tokens;
    }

    /** Whatever comes to lie outside of the APIs and changes something: it says that it takes our own forms alone, or is refused. */
    @ServerRequestFilter
    public void requireGuard(ResourceInfo resource, RoutingContext routing) {
        boolean guarded = resource.getResourceMethod().isAnnotationPresent(OwnForm.class)
                || resource.getResourceClass().isAnnotationPresent(OwnForm.class);
        if (!guarded && changesByPage(routing)) {
            throw new HubException(ApiError.FOREIGN_FORM, "The route takes no form of a page.");
        }
    }

    /** An empty answer lets the request pass; who is not logged in is left to the roles of the route. */
    @OwnForm
    @WithFormRead
    @ServerRequestFilter
    public Uni<Response> requireOwnForm(ResteasyReactiveContainerRequestContext context, RoutingContext routing) {
        if (!changesByPage(routing)) {
            return Uni.createFrom().nullItem();
        }
        HttpServerRequest request = routing.request();
        boolean ownPage = ownPage(
                request.getHeader("Origin"),
                request.getHeader("Sec-Fetch-Site"),
                request.scheme() + "://" + request.authority());
        String token = token(context);
        return identities.getDeferredIdentity().map(login -> {
            if (!login.isAnonymous()) {
                require(ownPage && tokens.fits(token, login), login);
            }
            return (Response) null;
        });
    }

    private static boolean changesByPage(RoutingContext routing) {
        return !READING.contains(routing.request().method()) && !ApiPaths.contains(routing.normalizedPath());
    }

    private static void require(boolean own, SecurityIdentity login) {
        if (!own) {
            throw new HubException(
                    ApiError.FOREIGN_FORM,
                    "The form was not sent from a page that the hub has shown to '"
                            + login.getPrincipal().getName() + "' in this session.");
        }
    }

    /**
     * Whether the browser says that the request comes from a page of the hub.
     *
     * @param origin the header Origin, which browsers send with each form that changes something; or null
     * @param fetchSite the header Sec-Fetch-Site; null from older browsers
     * @param own scheme and authority under which the hub was asked
     */
    static boolean ownPage(String origin, String fetchSite, String own) {
        return own.equals(origin) && (fetchSite == null || fetchSite.equals("same-origin"));
    }

    private static String token(ResteasyReactiveContainerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context.getServerRequestContext();
        return request.getFormParameter(FormTokens.FIELD, true, false) instanceof String text ? text : null;
    }
}
