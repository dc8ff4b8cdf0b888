package io.billinghub.adapters.transport;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.descriptor.Transport;
import io.billinghub.core.egress.EgressRule;
import io.billinghub.core.error.HubException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;

/** Asks a partner's address for one document, through Camel's HTTP component. */
final class HttpFetch {

    private static final String TAKER = "hub.fetched";

    private final CamelContext camel;
    private final Credentials credentials;

    HttpFetch(CamelContext camel, EgressRule egress, Credentials credentials, AdapterSettings settings) {
        this.camel = camel;
        this.credentials = credentials;
        for (String scheme : new String[] {"http", "https"}) {
            HttpComponent component = camel.getComponent(scheme, HttpComponent.class);
            component.setClientConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(new CheckedResolver(egress))
                    .setDefaultConnectionConfig(ConnectionConfig.custom()
                            .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                            .setSocketTimeout(Timeout.of(settings.responseTimeout()))
                            .build())
                    .build());
            addRoute(scheme, settings);
        }
    }

    /** The body is taken inside of the route: behind its end Camel has closed the connection's stream. */
    private void addRoute(String scheme, AdapterSettings settings) {
        try {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:fetch-" + scheme)
                            .routeId("fetch-" + scheme)
                            .errorHandler(noErrorHandler())
                            .to(scheme + "://partner.invalid?disableStreamCache=true&responseTimeout="
                                    + settings.responseTimeout().toMillis())
                            .process(HttpFetch::take);
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException("the route for " + scheme + " could not be added", e);
        }
    }

    /** A packed transfer is unpacked on the way, so its length says nothing about ours. */
    private static long announced(Exchange exchange) {
        String length = exchange.getMessage().getHeader("Content-Length", String.class);
        boolean packed = exchange.getMessage().getHeader("Content-Encoding") != null;
        return packed || length == null || !length.matches("\\d{1,15}") ? -1 : Long.parseLong(length);
    }

    private static void take(Exchange exchange) throws IOException {
        try (InputStream body = exchange.getMessage().getBody(InputStream.class)) {
            if (body == null) {
                throw new IOException("the answer has no body");
            }
            exchange.getProperty(TAKER, Fetched.class)
                    .document(
                            exchange.getProperty(Exchange.FILE_NAME, String.class),
                            exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, String.class),
                            new WholeStream(body, announced(exchange)));
        }
    }

    /** Checks each address that a connection, or a redirect, is about to use. */
    private static final class CheckedResolver extends SystemDefaultDnsResolver {
        private final EgressRule egress;

        CheckedResolver(EgressRule egress) {
            this.egress = egress;
        }

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] addresses = super.resolve(host);
            egress.refusal(host, addresses).ifPresent(why -> {
                throw new HubException(AdapterError.TARGET_REFUSED, why);
            });
            return addresses;
        }
    }

    /**
     * Fetches the document; blocks.
     *
     * @throws HubException TARGET_REFUSED, CREDENTIAL_MISSING, PARTNER_REFUSED (4xx), PARTNER_UNAVAILABLE (5xx, no answer, cut off)
     */
    void fetch(String tenantKey, Transport.Http http, Fetched fetched) {
        URI url = http.url();
        try (ProducerTemplate producer = camel.createProducerTemplate()) {
            Exchange exchange = producer.request("direct:fetch-" + url.getScheme(), request -> {
                http.headers().forEach(request.getMessage()::setHeader);
                credentials.headers(tenantKey, http).forEach(request.getMessage()::setHeader);
                request.getMessage().setHeader(Exchange.HTTP_METHOD, "GET");
                request.getMessage().setHeader(Exchange.HTTP_URI, url.toString());
                request.setProperty(Exchange.FILE_NAME, name(url));
                request.setProperty(TAKER, fetched);
            });
            if (exchange.getException() != null) {
                throw failure(url, exchange.getException());
            }
        } catch (IOException e) {
            throw failure(url, e);
        }
    }

    private static HubException failure(URI url, Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HubException refusal) {
                return refusal;
            }
            if (cause instanceof HttpOperationFailedException answer) {
                AdapterError code = answer.getStatusCode() >= 500 || answer.getStatusCode() == 429
                        ? AdapterError.PARTNER_UNAVAILABLE
                        : AdapterError.PARTNER_REFUSED;
                return new HubException(code, shown(url) + " answered with status " + answer.getStatusCode(), failure);
            }
        }
        return new HubException(
                AdapterError.PARTNER_UNAVAILABLE,
                shown(url) + " did not answer in full: " + failure.getMessage(),
                failure);
    }

    /** Without the query, which may hold tokens. */
    private static String shown(URI url) {
        return url.getScheme() + "://" + url.getAuthority() + url.getPath();
    }

    private static String name(URI url) {
        String path = url.getPath() == null ? "" : url.getPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.isEmpty() ? url.getHost() : last;
    }
}
