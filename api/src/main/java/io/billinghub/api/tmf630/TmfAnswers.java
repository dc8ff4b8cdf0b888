package io.billinghub.api.tmf630;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;

/** The answers of TMF630: selected attributes, the status of a page and its headers. */
@ApplicationScoped
public class TmfAnswers {

    private final ObjectMapper json;

    public TmfAnswers(ObjectMapper json) {
        this.json = json;
    }

    /** 200 for the whole list or to who asked for no page, 206 for a part. */
    public Response list(ResourceType type, ListRequest request, Page<?> page, UriInfo uri) {
        List<ObjectNode> body =
                page.items().stream().map(item -> node(item, request.fields())).toList();
        boolean partial = request.asked() == ListRequest.Asked.PAGE && body.size() < page.total();
        Response.ResponseBuilder response = Response.status(partial ? 206 : 200)
                .header("X-Total-Count", page.total())
                .header("X-Result-Count", body.size())
                .entity(body);
        List<String> links = links(type, request, page.total(), uri);
        return links.isEmpty()
                ? response.build()
                : response.header(HttpHeaders.LINK, String.join(", ", links)).build();
    }

    public Response one(Object resource, FieldSelection fields) {
        return Response.ok(node(resource, fields)).build();
    }

    private ObjectNode node(Object resource, FieldSelection fields) {
        return fields.apply(json.<ObjectNode>valueToTree(resource));
    }

    private static List<String> links(ResourceType type, ListRequest request, long total, UriInfo uri) {
        List<String> links = new ArrayList<>();
        if (request.limit() == 0) {
            return links;
        }
        if (request.offset() > 0) {
            links.add(link(type, uri, Math.max(0, request.offset() - request.limit()), request.limit(), "prev"));
        }
        long next = (long) request.offset() + request.limit();
        if (next < total) {
            links.add(link(type, uri, next, request.limit(), "next"));
        }
        return links;
    }

    private static String link(ResourceType type, UriInfo uri, long offset, int limit, String relation) {
        String query = UriBuilder.fromUri(uri.getRequestUri())
                .replaceQueryParam("offset", offset)
                .replaceQueryParam("limit", limit)
                .build()
                .getRawQuery();
        return "<" + type.path() + "?" + query + ">; rel=\"" + relation + "\"";
    }
}
