package io.billinghub.api.error;

import io.billinghub.api.http.ApiPaths;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** A refusal as a person reads it, where a browser has asked for a page. */
final class ErrorPage {

    private ErrorPage() {}

    /** The template. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance refused(String title, String detail, String whatToDo);
    }

    /** Whether the request is one for a page: not of an API, and by who takes HTML. */
    static boolean wanted(RoutingContext request) {
        String accept = request.request().getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains(MediaType.TEXT_HTML) && !ApiPaths.contains(request.normalizedPath());
    }

    static Response of(Refusal refusal) {
        String page = Templates.refused(refusal.title(), refusal.detail(), refusal.whatToDo())
                .render();
        return Response.status(refusal.status())
                .type(MediaType.TEXT_HTML + ";charset=UTF-8")
                .entity(page)
                .build();
    }
}
