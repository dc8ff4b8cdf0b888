package io.billinghub.api.edge;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * Tells browsers that reached the hub over TLS to come by TLS alone (RFC 6797). Over plain HTTP the header has no meaning and is
 * left out; behind a proxy that is believed, what counts is how the browser reached the proxy.
 */
@ApplicationScoped
public class TransportSecurity {

    /** Above every filter that may answer by itself. */
    private static final int FIRST = 3_000;

    private final String value;

    /** {@code hub.hsts.*}. */
    @ConfigMapping(prefix = "hub.hsts")
    public interface Settings {

        /** For how long browsers remember it; zero makes them forget. */
        @WithDefault("P365D")
        Duration maxAge();
    }

    TransportSecurity(Settings settings) {
        this.value = "max-age=" + settings.maxAge().toSeconds() + "; includeSubDomains";
    }

    void register(@Observes Filters filters) {
        filters.register(this::tell, FIRST);
    }

    private void tell(RoutingContext request) {
        if ("https".equals(request.request().scheme())) {
            request.response().putHeader("Strict-Transport-Security", value);
        }
        request.next();
    }
}
