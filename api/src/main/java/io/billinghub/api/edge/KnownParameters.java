package io.billinghub.api.edge;

import io.billinghub.api.error.ApiError;
import io.billinghub.api.http.ApiPaths;
import io.billinghub.core.error.HubException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses a query parameter that a resource of the hub's own API does not read: a filter with a slip of the pen would answer
 * everything, and a {@code dryRun} that is none would do it. The TMF APIs filter by attributes and judge their parameters themselves.
 */
@ApplicationScoped
public class KnownParameters {

    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    /** @throws HubException INVALID_PARAMETER */
    @ServerRequestFilter
    public void requireKnown(ResourceInfo resource, UriInfo uri) {
        if (uri.getQueryParameters().isEmpty() || !uri.getRequestUri().getPath().startsWith(ApiPaths.HUB)) {
            return;
        }
        Set<String> read = known.computeIfAbsent(resource.getResourceMethod(), KnownParameters::of);
        for (String said : new TreeSet<>(uri.getQueryParameters().keySet())) {
            if (!read.contains(said)) {
                throw new HubException(
                        ApiError.INVALID_PARAMETER,
                        "The parameter '" + said + "' is not known here; "
                                + (read.isEmpty() ? "there is none." : "there are " + String.join(", ", read) + "."));
            }
        }
    }

    private static Set<String> of(Method method) {
        return Arrays.stream(method.getParameters())
                .flatMap(KnownParameters::names)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> names(Parameter parameter) {
        return parameter.isAnnotationPresent(BeanParam.class)
                ? Arrays.stream(parameter.getType().getDeclaredFields()).flatMap(KnownParameters::name)
                : name(parameter);
    }

    private static Stream<String> name(AnnotatedElement read) {
        return Stream.ofNullable(read.getAnnotation(QueryParam.class)).map(QueryParam::value);
    }
}
