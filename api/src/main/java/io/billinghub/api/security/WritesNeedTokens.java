package io.billinghub.api.security;

import io.billinghub.api.http.ApiPaths;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * A change through the API needs a bearer token: the cookie of the page's session is taken away from such a request before
 * anything looks at it, so a browser that is tricked into sending one changes nothing.
 */
@ApplicationScoped
public class WritesNeedTokens {

    /** Above the authentication of Quarkus, which stands at 200. */
    private static final int BEFORE_AUTHENTICATION = 1_000;

    void register(@Observes Filters filters) {
        filters.register(WritesNeedTokens::forgetSession, BEFORE_AUTHENTICATION);
    }

    private static void forgetSession(RoutingContext request) {
        HttpMethod method = request.request().method();
        boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        if (!reads && ApiPaths.contains(request.normalizedPath())) {
            request.request().headers().remove(HttpHeaders.COOKIE);
        }
        request.next();
    }
}
