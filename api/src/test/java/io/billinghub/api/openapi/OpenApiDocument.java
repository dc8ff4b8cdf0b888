package io.billinghub.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.billinghub.api.testing.Wire;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The document at {@code /q/openapi} of the running hub, read anew by each test. */
public record OpenApiDocument(JsonNode json) {

    private static final Set<String> METHODS =
            Set.of("get", "post", "put", "patch", "delete", "head", "options", "trace");

    public static OpenApiDocument ofTheHub() {
        return new OpenApiDocument(
                Wire.hub().get("/q/openapi?format=json", null).expect(200));
    }

    /** Every route that the document lists, by path. */
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : json.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    routes.add(new Route(
                            operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()));
                }
            }
        }
        routes.sort(Comparator.comparing(Route::template).thenComparing(Route::method));
        return routes;
    }

    /**
     * The routes that the application serves and the document leaves out, as the resources' annotations say. A route whose path is
     * more general than one that is listed, as the one of all resources of the TM Forum, is listed by that.
     */
    public List<Route> hidden() {
        Set<String> listed = new TreeSet<>();
        routes().forEach(route -> listed.add(route.method() + " " + plain(route.template())));
        List<Route> hidden = new ArrayList<>();
        BeanManager beans = CDI.current().getBeanManager();
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(bean -> bean.getBeanClass())
                .distinct()
                .filter(type ->
                        type.isAnnotationPresent(Path.class) && type.getName().startsWith("io.billinghub"))
                .forEach(resource -> served(resource).stream()
                        .filter(route -> !covers(route, listed))
                        .forEach(hidden::add));
        return hidden;
    }

    private static boolean covers(Route route, Set<String> listed) {
        String pattern =
                Pattern.quote(plain(route.method() + " " + route.template())).replace("{}", "\\E[^/]+\\Q");
        return listed.stream().anyMatch(Pattern.compile(pattern).asMatchPredicate());
    }

    private static List<Route> served(Class<?> resource) {
        List<Route> routes = new ArrayList<>();
        for (Method method : resource.getMethods()) {
            Path below = method.getAnnotation(Path.class);
            String path = resource.getAnnotation(Path.class).value() + "/" + (below == null ? "" : below.value());
            for (Annotation annotation : method.getAnnotations()) {
                HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
                if (http != null) {
                    String template = ("/" + path).replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
                    routes.add(new Route(http.value(), template, MissingNode.getInstance()));
                }
            }
        }
        return routes;
    }

    /** A template without the names and patterns of its variables. */
    private static String plain(String template) {
        return template.replaceAll("\\{[^}]*}", "{}");
    }
}
