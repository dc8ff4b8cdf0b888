package io.billinghub.api.catalog.job;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.egress.EgressRule;
import io.billinghub.core.egress.HostResolver;
import io.billinghub.core.egress.TargetAddress;
import io.billinghub.core.error.HubException;
import io.billinghub.core.notification.model.CallbackUrl;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Fetches files from where jobs name them, and sends files there. Held to the rule of outgoing calls at each connection; redirections
 * are not followed, nothing is unpacked, and no more is read than a file may have.
 */
@ApplicationScoped
public class RemoteFiles {

    private final Vertx vertx;
    private final TargetAddress addresses;
    private final Duration timeout;
    private final int largest;
    private final HttpClient client;

    RemoteFiles(
            Vertx vertx,
            JobSettings settings,
            @ConfigProperty(name = "hub.egress.allow") Optional<List<String>> egress) {
        this.vertx = vertx;
        this.timeout = settings.timeout();
        this.largest = settings.largestFile();
        this.addresses = new TargetAddress(new EgressRule(egress.orElse(List.of())), HostResolver.SYSTEM, timeout);
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setConnectTimeout(Math.toIntExact(timeout.toMillis()))
                .setKeepAlive(false)
                .setVerifyHost(true)
                .setDecompressionSupported(false));
    }

    /** A file that was fetched, with what its site calls its type. */
    record Fetched(byte[] bytes, Optional<String> contentType) {}

    /**
     * Refuses what the hub could never call, as far as that is seen without a name server; where a name leads is judged at each
     * call.
     *
     * @throws HubException INVALID_BODY for what is no URL to call, TARGET_REFUSED where the hub may not call it
     */
    void check(String url) {
        CallbackUrl target;
        try {
            target = CallbackUrl.parse(url);
        } catch (IllegalArgumentException invalid) {
            throw new HubException(ApiError.INVALID_BODY, "/url: " + invalid.getMessage() + ".", invalid);
        }
        addresses.judge(target.host(), target.https());
    }

    /** @return fails with {@link JobFailure} where the file can't be had, or is too large */
    Uni<Fetched> fetch(String url) {
        return call(
                url,
                HttpMethod.GET,
                Optional.empty(),
                (request, emitter) ->
                        request.send().onFailure(emitter::fail).onSuccess(response -> read(response, emitter)));
    }

    /** @return fails with {@link JobFailure} where the site does not take the file */
    Uni<Void> send(String url, byte[] file, String contentType) {
        return this.<Void>call(
                url,
                HttpMethod.PUT,
                Optional.of(contentType),
                (request, emitter) -> request.send(Buffer.buffer(file))
                        .onFailure(emitter::fail)
                        .onSuccess(response -> {
                            if (response.statusCode() / 100 == 2) {
                                emitter.complete(null);
                            } else {
                                emitter.fail(new JobFailure("answered with status " + response.statusCode()));
                            }
                            request.connection().close();
                        }));
    }

    private void read(HttpClientResponse response, UniEmitter<? super Fetched> emitter) {
        if (response.statusCode() != 200) {
            emitter.fail(new JobFailure("answered with status " + response.statusCode()));
            response.request().connection().close();
            return;
        }
        Buffer read = Buffer.buffer();
        response.exceptionHandler(emitter::fail);
        response.handler(part -> {
            if (read.length() + part.length() > largest) {
                emitter.fail(new JobFailure("the file has more than " + largest + " bytes"));
                response.request().connection().close();
            } else {
                read.appendBuffer(part);
            }
        });
        response.endHandler(end -> emitter.complete(
                new Fetched(read.getBytes(), Optional.ofNullable(response.getHeader(HttpHeaders.CONTENT_TYPE)))));
    }

    private <T> Uni<T> call(
            String url,
            HttpMethod method,
            Optional<String> contentType,
            BiConsumer<HttpClientRequest, UniEmitter<? super T>> exchange) {
        CallbackUrl target = CallbackUrl.parse(url);
        return addresses
                .of(target.host(), target.https())
                .flatMap(address -> exchanged(options(target, address, method, contentType), exchange))
                .onFailure()
                .transform(failure -> failed(target, failure));
    }

    private static RequestOptions options(
            CallbackUrl target, InetAddress address, HttpMethod method, Optional<String> contentType) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setServer(SocketAddress.inetSocketAddress(target.port(), address.getHostAddress()))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.https())
                .setURI(target.target())
                .setFollowRedirects(false);
        contentType.ifPresent(type -> options.putHeader(HttpHeaders.CONTENT_TYPE, type));
        return options;
    }

    private <T> Uni<T> exchanged(
            RequestOptions options, BiConsumer<HttpClientRequest, UniEmitter<? super T>> exchange) {
        return Uni.createFrom().emitter(emitter -> {
            AtomicReference<HttpClientRequest> opened = new AtomicReference<>();
            long timer = vertx.setTimer(timeout.toMillis(), late -> {
                emitter.fail(new JobFailure("did not answer in full within " + timeout));
                if (opened.get() != null) {
                    opened.get().connection().close();
                }
            });
            emitter.onTermination(() -> vertx.cancelTimer(timer));
            client.request(options).onFailure(emitter::fail).onSuccess(request -> {
                opened.set(request);
                exchange.accept(request, emitter);
            });
        });
    }

    /** Without the query, which may hold secrets. */
    private static JobFailure failed(CallbackUrl target, Throwable failure) {
        String shown = (target.https() ? "https://" : "http://") + target.host() + ":" + target.port()
                + target.target().replaceFirst("\\?.*$", "");
        String why = failure instanceof HubException refusal
                ? refusal.code().name() + ": " + refusal.getMessage()
                : failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return new JobFailure(shown + ": " + why, failure);
    }
}
