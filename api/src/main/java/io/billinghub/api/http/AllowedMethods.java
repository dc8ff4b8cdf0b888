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

    private record Route(Pattern path, String method) {}

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
        Set<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (route.path().matcher(path).matches()) {
                methods.add(route.method());
            }
        }
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
                    routes.add(new Route(pattern(root + "/" + (below == null ? "" : below.value())), http.value()));
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
