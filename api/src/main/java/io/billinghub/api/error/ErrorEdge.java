package io.billinghub.api.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.billinghub.api.http.AllowedMethods;
import io.billinghub.api.http.ApiPaths;
import io.billinghub.core.error.HubException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** From an exception that left a resource, or that the security layer threw, to the answer. */
public class ErrorEdge {

    private static final Logger LOG = Logger.getLogger(ErrorEdge.class);

    private final ErrorAnswers answers;
    private final AllowedMethods allowed;

    public ErrorEdge(ErrorAnswers answers, AllowedMethods allowed) {
        this.answers = answers;
        this.allowed = allowed;
    }

    @ServerExceptionMapper
    public Response refused(HubException exception, RoutingContext request) {
        return told(Refusal.of(exception), request);
    }

    @ServerExceptionMapper
    public Uni<Response> unauthorized(UnauthorizedException exception, RoutingContext request) {
        return challenge(request);
    }

    @ServerExceptionMapper
    public Uni<Response> unauthenticated(AuthenticationFailedException exception, RoutingContext request) {
        LOG.debugf("authentication failed on %s: %s", request.normalizedPath(), exception.getMessage());
        return challenge(request);
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException exception, RoutingContext request) {
        return told(Failures.ofStatus(403, request.normalizedPath()), request);
    }

    @ServerExceptionMapper
    public Response invalidJson(JsonProcessingException exception, RoutingContext request) {
        return failed(exception, request);
    }

    @ServerExceptionMapper
    public Response web(WebApplicationException exception, RoutingContext request) {
        Response given = exception.getResponse();
        if (given.getStatus() < 400) {
            return given;
        }
        if (given.getStatus() >= 500) {
            return failed(exception, request);
        }
        String path = request.normalizedPath();
        Refusal refusal = Failures.expected(exception).orElseGet(() -> Failures.ofStatus(given.getStatus(), path));
        Response.ResponseBuilder response = answers.response(answers.answer(refusal, path));
        String said = given.getHeaderString(HttpHeaders.ALLOW);
        String allow = given.getStatus() != 405 ? "" : said == null || said.isEmpty() ? allowed.at(path) : said;
        return (allow.isEmpty() ? response : response.header(HttpHeaders.ALLOW, allow)).build();
    }

    @ServerExceptionMapper
    public Response failed(Throwable failure, RoutingContext request) {
        String path = request.normalizedPath();
        Refusal refusal = Failures.expected(failure).orElseGet(Failures::unexpected);
        ErrorAnswers.Answer answer = answers.answer(refusal, path);
        if (refusal.status() >= 500) {
            LOG.errorf(
                    failure,
                    "%s: %s %s failed",
                    answer.instance(),
                    request.request().method(),
                    path);
        }
        return ErrorPage.wanted(request)
                ? ErrorPage.of(refusal)
                : answers.response(answer).build();
    }

    private Response told(Refusal refusal, RoutingContext request) {
        return ErrorPage.wanted(request) ? ErrorPage.of(refusal) : answers.response(refusal, request.normalizedPath());
    }

    /**
     * On an API a 401 that says how to authenticate; on the page the way to the login. A form whose session has ended is not led
     * there: what was entered would be lost, and browsers don't let our forms lead to another host.
     */
    private Uni<Response> challenge(RoutingContext request) {
        String path = request.normalizedPath();
        if (!request.request().method().equals(HttpMethod.GET) && ErrorPage.wanted(request)) {
            return Uni.createFrom().item(ErrorPage.of(Failures.sessionEnded()));
        }
        HttpAuthenticator authenticator = request.get(HttpAuthenticator.class.getName());
        Uni<ChallengeData> asked = authenticator == null
                ? Uni.createFrom().nullItem()
                : authenticator.getChallenge(request).onFailure().recoverWithNull();
        return asked.map(challenge -> {
            if (challenge != null && challenge.status < 400 && !ApiPaths.contains(path)) {
                return withHeaders(Response.status(challenge.status), challenge).build();
            }
            return answers.response(answers.answer(Failures.unauthorized(), path))
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                    .build();
        });
    }

    private static Response.ResponseBuilder withHeaders(Response.ResponseBuilder response, ChallengeData challenge) {
        challenge.getHeaders().forEach((name, value) -> response.header(name.toString(), value));
        return response;
    }
}
