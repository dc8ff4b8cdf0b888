package io.billinghub.api.tmf630.resource;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All resources that the hub serves by their definitions. */
@ApplicationScoped
public class TmfResources {

    private final Map<String, TmfResource> byPath = new TreeMap<>();

    TmfResources(@All List<TmfResource> resources) {
        for (TmfResource resource : resources) {
            TmfResource other = byPath.put(resource.definition().type().path(), resource);
            if (other != null) {
                throw new IllegalStateException(
                        "two resources at " + resource.definition().type().path());
            }
        }
    }

    /** In the order of their paths. */
    public Collection<TmfResource> all() {
        return byPath.values();
    }

    /** The resource at the path, e.g. {@code /tmf-api/party/v4/individual}; empty where there is none. */
    public Optional<TmfResource> at(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    /** @throws HubException UNKNOWN_PATH where the API has no such resource */
    TmfResource required(String api, String segment) {
        String path = "/tmf-api/" + api + "/v4/" + segment;
        return at(path).orElseThrow(
                        () -> new HubException(ApiError.UNKNOWN_PATH, "There is no resource at '" + path + "'."));
    }
}
