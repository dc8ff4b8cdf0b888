package io.billinghub.adapters.transport.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.transport.EgressSockets;
import io.billinghub.adapters.transport.PullSession;
import io.billinghub.adapters.transport.TrustedServers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.util.Timeout;

/** Makes HTTP clients whose connections go to judged addresses only; no client follows redirects by itself. */
public final class HttpClients {

    /**
     * How many connections one process has at once. Many partners' addresses may lie on one host, so hosts have no limit of their own: a
     * pull has one connection, and an adapter one pull.
     */
    private static final int ALL = 400;

    private final AdapterSettings settings;
    private final EgressSockets sockets;

    public HttpClients(AdapterSettings settings, EgressSockets sockets) {
        this.settings = settings;
        this.sockets = sockets;
    }

    /** Whether the descriptor names certificates, so that its connections can't be shared. */
    public static boolean needsItsOwn(JsonNode options) {
        return options.has("clientCertificate") || options.has("trustedCertificate");
    }

    /** For all adapters without certificates of their own. */
    public CloseableHttpClient plain() {
        return client(builder());
    }

    /** With the descriptor's certificates. */
    public CloseableHttpClient own(PullSession session) throws GeneralSecurityException, IOException {
        JsonNode options = session.options();
        KeyManager[] keys = null;
        if (options.has("clientCertificate")) {
            char[] password = options.has("clientCertificatePassword")
                    ? session.secret(options.path("clientCertificatePassword").asText())
                            .toCharArray()
                    : new char[0];
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(
                    new ByteArrayInputStream(Base64.getMimeDecoder()
                            .decode(session.secret(
                                    options.path("clientCertificate").asText()))),
                    password);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            keys = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        String trusted = options.path("trustedCertificate").textValue();
        context.init(keys, new TrustManager[] {TrustedServers.manager(trusted)}, null);
        return client(builder().setTlsSocketStrategy(new DefaultClientTlsStrategy(context)));
    }

    private PoolingHttpClientConnectionManagerBuilder builder() {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new JudgingResolver(sockets))
                .setMaxConnPerRoute(ALL)
                .setMaxConnTotal(ALL)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                        .setSocketTimeout(Timeout.of(settings.responseTimeout()))
                        .build());
    }

    private CloseableHttpClient client(PoolingHttpClientConnectionManagerBuilder connections) {
        return HttpClientBuilder.create()
                .setConnectionManager(connections.build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(settings.responseTimeout()))
                        .setConnectionRequestTimeout(Timeout.of(settings.responseTimeout()))
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("billing-hub")
                .build();
    }

    /** Judges each address that a connection is about to use. */
    private static final class JudgingResolver extends SystemDefaultDnsResolver {
        private final EgressSockets sockets;

        JudgingResolver(EgressSockets sockets) {
            this.sockets = sockets;
        }

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return sockets.resolve(host);
        }
    }
}
