package io.billinghub.core.notification.infrastructure;

import io.billinghub.core.egress.EgressRule;
import io.billinghub.core.egress.HostResolver;
import io.billinghub.core.egress.TargetAddress;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.notification.application.NotificationConfig;
import io.billinghub.core.notification.model.CallbackUrl;
import io.billinghub.core.notification.model.TargetAnswer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Calls listeners. The host is resolved here, each time, its addresses are judged by the {@link EgressRule}, and the connection
 * goes to the very address that was judged; TLS still proves the host's name. Redirections are not followed, and of an answer
 * no more than its beginning is read.
 */
@ApplicationScoped
public class Targets {

    private static final int LARGEST_HEADERS = 16_384;

    private final Vertx vertx;
    private final TargetAddress addresses;
    private final Duration timeout;
    private final HttpClient client;

    /** @param egress addresses of the inside that may be called all the same, as of {@code hub.egress.allow} */
    @Inject
    public Targets(
            Vertx vertx,
            NotificationConfig config,
            @ConfigProperty(name = "hub.egress.allow") Optional<List<String>> egress) {
        this(vertx, config, new EgressRule(egress.orElse(List.of())), HostResolver.SYSTEM);
    }

    Targets(Vertx vertx, NotificationConfig config, EgressRule egress, HostResolver resolver) {
        this.vertx = vertx;
        this.timeout = config.timeout();
        this.addresses = new TargetAddress(egress, resolver, timeout);
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
                .setMaxPoolSize(4) // connections to one address; a listener uses one at a time
                .setMaxHeaderSize(LARGEST_HEADERS)
                .setKeepAliveTimeout(30)
                .setVerifyHost(true)
                .setDecompressionSupported(false));
    }

    /**
     * Reads a callback and makes sure that it may be called.
     *
     * @return fails with a HubException: INVALID_REQUEST if it is no URL to call, TARGET_REFUSED if the hub may not call it now
     */
    public Uni<CallbackUrl> check(String callback) {
        CallbackUrl url;
        try {
            url = CallbackUrl.parse(callback);
        } catch (IllegalArgumentException invalid) {
            return Uni.createFrom()
                    .failure(new HubException(
                            CoreError.INVALID_REQUEST, "the callback " + invalid.getMessage(), invalid));
        }
        return addresses.of(url.host(), url.https()).replaceWith(url);
    }

    /** Posts the body; never fails, however the listener behaves, and ends within twice the timeout. */
    public Uni<TargetAnswer> post(String callback, Map<String, String> headers, String body) {
        return call("POST", callback, headers, body, timeout);
    }

    /**
     * Sends a request; never fails, however the target behaves.
     *
     * @param method GET or POST
     * @param within how long the exchange may take, once the host is found
     */
    public Uni<TargetAnswer> call(
            String method, String callback, Map<String, String> headers, String body, Duration within) {
        long started = System.nanoTime();
        return Uni.createFrom()
                .item(() -> CallbackUrl.parse(callback))
                .flatMap(url -> addresses
                        .of(url.host(), url.https())
                        .flatMap(address -> send(method, url, address, headers, body, within, started)))
                .onFailure()
                .recoverWithItem(failure -> TargetAnswer.ofFailure(reason(failure), millisSince(started)));
    }

    private Uni<TargetAnswer> send(
            String method,
            CallbackUrl url,
            InetAddress address,
            Map<String, String> headers,
            String body,
            Duration within,
            long started) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(method))
                .setServer(SocketAddress.inetSocketAddress(url.port(), address.getHostAddress()))
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.https())
                .setURI(url.target())
                .setFollowRedirects(false);
        headers.forEach(options::putHeader);
        return Uni.createFrom().emitter(emitter -> {
            TargetExchange exchange = new TargetExchange(emitter, started);
            long timer = vertx.setTimer(within.toMillis(), late -> exchange.late(within));
            emitter.onTermination(() -> vertx.cancelTimer(timer));
            client.request(options).onFailure(emitter::fail).onSuccess(request -> exchange.begin(request, body));
        });
    }

    private static String reason(Throwable failure) {
        if (failure instanceof HubException || failure instanceof IllegalArgumentException) {
            return "not called: " + failure.getMessage();
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    static long millisSince(long started) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    }
}
