package io.billinghub.api.tmf630;

import java.util.List;
import java.util.function.Function;

/** One page of a list and how many there are in all. */
public record Page<T>(List<T> items, long total) {

    public Page {
        items = List.copyOf(items);
    }

    public <R> Page<R> map(Function<T, R> function) {
        return new Page<>(items.stream().map(function).toList(), total);
    }
}
