package io.billinghub.api.error;

import io.billinghub.core.process.Role;
import io.billinghub.core.process.Roles;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * What a process without the role {@code api} answers: its health and metrics, and else that it is not the one to ask. So
 * a worker that stands behind a load balancer by mistake shows, and a process that was given few rights serves nothing more.
 */
@ApplicationScoped
public class WithoutTheApi {

    private static final List<String> SERVED = List.of("/q/health", "/q/metrics");

    /** Above all other filters and the authentication of Quarkus, which stands at 200. */
    private static final int FIRST = 2_000;

    private final Roles roles;
    private final ErrorAnswers answers;

    public WithoutTheApi(Roles roles, ErrorAnswers answers) {
        this.roles = roles;
        this.answers = answers;
    }

    void register(@Observes Filters filters) {
        if (!roles.has(Role.API)) {
            filters.register(this::refuse, FIRST);
        }
    }

    private void refuse(RoutingContext request) {
        String path = request.normalizedPath();
        if (SERVED.stream().anyMatch(served -> path.equals(served) || path.startsWith(served + "/"))) {
            request.next();
            return;
        }
        ErrorAnswers.Answer answer = answers.answer(
                Refusal.of(ApiError.NO_API_HERE, "The roles of this process (hub.roles) do not hold 'api'."), path);
        request.response()
                .setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.mediaType())
                .end(answer.body());
    }
}
