package io.billinghub.api.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which methods a path takes, for the header {@code Allow} of a 405 (RFC 9110, 15.5.6): RESTEasy Reactive knows, but does
 * not say. Read once from the resources' annotations.
 */
@ApplicationScoped
public class AllowedMethods {

    /** A variable of a path's template, with its own pattern or without. */
    private static final Pattern VARIABLE = Pattern.compile("\\{\\s*[\\w.-]+\\s*(?::\\s*([^{}]+?)\\s*)?}");

    private record Route(Pattern path, int variables, String method) {}

    private final List<Route> routes;

    AllowedMethods(BeanManager beans) {
        List<Route> found = new ArrayList<>();
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(bean -> bean.getBeanClass())
                .distinct()
                .filter(resource -> resource.isAnnotationPresent(Path.class))
                .forEach(resource -> found.addAll(routes(resource)));
        this.routes = List.copyOf(found);
    }

    /** The methods in alphabetical order, as the header has them; empty where no resource lies at the path. */
    public String at(String path) {
        List<Route> matching = routes.stream()
                .filter(route -> route.path().matcher(path).matches())
                .toList();
        // the route with the fewest variables is the one that serves the path
        int fewest = matching.stream().mapToInt(Route::variables).min().orElse(0);
        Set<String> methods = new TreeSet<>();
        matching.stream().filter(route -> route.variables() == fewest).forEach(route -> methods.add(route.method()));
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        return String.join(", ", methods);
    }

    private static List<Route> routes(Class<?> resource) {
        String root = resource.getAnnotation(Path.class).value();
        List<Route> routes = new ArrayList<>();
        for (Method method : resource.getMethods()) {
            Path below = method.getAnnotation(Path.class);
            for (Annotation annotation : method.getAnnotations()) {
                HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
                if (http != null) {
                    String template = root + "/" + (below == null ? "" : below.value());
                    int variables = (int) VARIABLE.matcher(template).results().count();
                    routes.add(new Route(pattern(template), variables, http.value()));
                }
            }
        }
        return routes;
    }

    /** The template as a pattern: {@code /bills/{id}/pdf} as {@code /bills/[^/]+/pdf}, with or without a slash at the end. */
    static Pattern pattern(String template) {
        String path = ("/" + template).replaceAll("/+", "/").replaceAll("/$", "");
        StringBuilder pattern = new StringBuilder();
        var variable = VARIABLE.matcher(path);
        int end = 0;
        while (variable.find()) {
            pattern.append(Pattern.quote(path.substring(end, variable.start())))
                    .append(variable.group(1) == null ? "[^/]+" : "(?:" + variable.group(1) + ")");
            end = variable.end();
        }
        return Pattern.compile(
                pattern.append(Pattern.quote(path.substring(end))).append("/?").toString());
    }
}
