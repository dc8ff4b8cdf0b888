package io.billinghub.api.tmf630;

import io.billinghub.core.error.HubException;
import java.util.List;
import java.util.function.Function;

/** One page of a list and how many there are in all. */
public record Page<T>(List<T> items, long total) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * The one resource of a page that was asked for by {@link ListRequest#ofOne}.
     *
     * @throws HubException UNKNOWN_RESOURCE where there is none
     */
    public T only(ResourceType type, String id) {
        if (items.size() != 1) {
            throw ListRequest.unknown(type, id);
        }
        return items.get(0);
    }

    public <R> Page<R> map(Function<T, R> function) {
        return new Page<>(items.stream().map(function).toList(), total);
    }
}
