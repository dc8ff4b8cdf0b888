package io.billinghub.api.security;

import io.billinghub.api.http.ApiPaths;
import io.quarkus.oidc.TenantResolver;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Which of the two OIDC configurations judges a request: the page's session (code flow) or a bearer token. The session opens
 * the API for reading, so that the page's links work; see {@link WritesNeedTokens} for the rest.
 */
@ApplicationScoped
public class LoginKind implements TenantResolver {

    private static final String CONSOLE = "console";
    private static final String SESSION_COOKIE = "q_session_" + CONSOLE;

    @Override
    public String resolve(RoutingContext context) {
        if (context.request().getHeader(HttpHeaders.AUTHORIZATION) != null) {
            return null;
        }
        if (!ApiPaths.contains(context.normalizedPath())) {
            return CONSOLE;
        }
        return hasSession(context) ? CONSOLE : null;
    }

    private static boolean hasSession(RoutingContext context) {
        return context.request().cookies().stream()
                .map(Cookie::getName)
                .anyMatch(name -> name.startsWith(SESSION_COOKIE));
    }
}
