package io.billinghub.api.error;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Gives the same forms to what is refused before it reaches a resource: an unknown path, a body that is too large. */
@ApplicationScoped
public class RouterErrors {

    private static final List<Integer> STATUSES = List.of(400, 404, 405, 406, 413, 415, 431);

    private final ErrorAnswers answers;

    public RouterErrors(ErrorAnswers answers) {
        this.answers = answers;
    }

    void register(@Observes Router router) {
        STATUSES.forEach(status -> router.errorHandler(status, context -> answer(context, status)));
    }

    private void answer(RoutingContext context, int status) {
        if (context.response().ended()) {
            return;
        }
        String path = context.normalizedPath();
        ErrorAnswers.Answer answer = answers.answer(Failures.ofStatus(status, path), path);
        context.response()
                .setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.mediaType())
                .end(answer.body());
    }
}
