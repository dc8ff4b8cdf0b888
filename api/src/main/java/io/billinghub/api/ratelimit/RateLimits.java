package io.billinghub.api.ratelimit;

import io.billinghub.api.error.ApiError;
import io.billinghub.api.error.ErrorAnswers;
import io.billinghub.api.error.Refusal;
import io.github.bucket4j.TimeMeter;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses with 429 who asks too much: by address before anything looks at the request, by login once it is known. What tells
 * whether the process is well is always answered.
 */
@ApplicationScoped
public class RateLimits {

    /** Above the authentication of Quarkus, which stands at 200, and below what refuses for the whole process. */
    private static final int BEFORE_AUTHENTICATION = 1_500;

    private static final String HEALTH = "/q/health";
    private static final String METRICS = "/q/metrics";

    private final boolean enabled;
    private final Buckets addresses;
    private final Buckets logins;
    private final ErrorAnswers answers;
    private final CurrentIdentityAssociation identities;

    RateLimits(RateLimitSettings settings, ErrorAnswers answers, CurrentIdentityAssociation identities) {
        this.enabled = settings.enabled();
        this.addresses = new Buckets(
                settings.addressPerSecond(), settings.addressBurst(), settings.remembered(), TimeMeter.SYSTEM_NANOTIME);
        this.logins = new Buckets(
                settings.loginPerSecond(), settings.loginBurst(), settings.remembered(), TimeMeter.SYSTEM_NANOTIME);
        this.answers = answers;
        this.identities = identities;
    }

    void register(@Observes Filters filters) {
        if (enabled) {
            filters.register(this::limitAddress, BEFORE_AUTHENTICATION);
        }
    }

    private void limitAddress(RoutingContext request) {
        String path = request.normalizedPath();
        Optional<Duration> wait = path.startsWith(HEALTH) || path.startsWith(METRICS)
                ? Optional.empty()
                : addresses.take(client(request.request().remoteAddress()));
        if (wait.isEmpty()) {
            request.next();
            return;
        }
        ErrorAnswers.Answer answer = answer("This address", wait.get(), path);
        request.response()
                .setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.mediaType())
                .putHeader("Retry-After", seconds(wait.get()))
                .end(answer.body());
    }

    /** A request without a valid login goes on: it is refused for that soon enough, and its address has paid for it. */
    @ServerRequestFilter
    public Uni<Response> limitLogin(RoutingContext request) {
        if (!enabled) {
            return Uni.createFrom().nullItem();
        }
        return identities
                .getDeferredIdentity()
                .onFailure()
                .recoverWithNull()
                .map(identity -> login(identity).flatMap(logins::take))
                .map(wait -> wait.map(time -> refused(request, time)).orElse(null));
    }

    private Response refused(RoutingContext request, Duration wait) {
        return answers.response(answer("This login", wait, request.normalizedPath()))
                .header("Retry-After", seconds(wait))
                .build();
    }

    private ErrorAnswers.Answer answer(String who, Duration wait, String path) {
        String detail = who + " has sent more requests than it may; there is room for one in " + seconds(wait) + " s.";
        return answers.answer(Refusal.of(ApiError.TOO_MANY_REQUESTS, detail), path);
    }

    private static Optional<String> login(SecurityIdentity identity) {
        if (identity == null || identity.isAnonymous()) {
            return Optional.empty();
        }
        return identity.getPrincipal() instanceof JsonWebToken token
                ? Optional.of(token.getIssuer() + " " + token.getSubject())
                : Optional.of(identity.getPrincipal().getName());
    }

    /** Whole seconds, rounded up, as the header has them. */
    private static String seconds(Duration wait) {
        return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
    }

    /** The address; of IPv6 the network of 64 bits, which is what one customer of a provider has. */
    static String client(SocketAddress address) {
        String host = address == null || address.hostAddress() == null ? "" : address.hostAddress();
        if (!host.contains(":")) {
            return host;
        }
        try {
            InetAddress parsed = InetAddress.getByName(host.replaceAll("%.*", ""));
            return parsed instanceof Inet6Address
                    ? Arrays.toString(Arrays.copyOf(parsed.getAddress(), 8))
                    : parsed.getHostAddress();
        } catch (UnknownHostException noAddress) {
            return host;
        }
    }
}
