package io.billinghub.api.openapi;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Leads from the start page of Swagger UI, whose script stands in the page and so is forbidden by our policy, to our own at
 * {@code /api-docs/}, which starts the same program from a file.
 */
@ApplicationScoped
public class ApiPage {

    private static final String PAGE = "/api-docs/";
    private static final List<String> STARTS =
            List.of("/q/swagger-ui", "/q/swagger-ui/", "/q/swagger-ui/index.html", "/api-docs");

    /** Before the routes of Swagger UI. */
    private static final int FIRST = -10_000;

    void register(@Observes Router router) {
        STARTS.forEach(path -> router.route(path).order(FIRST).handler(ApiPage::lead));
    }

    private static void lead(RoutingContext request) {
        if (request.request().path().equals(PAGE)) { // Vert.x takes a path with a slash at its end for the same
            request.next();
            return;
        }
        request.response()
                .setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, PAGE)
                .end();
    }
}
