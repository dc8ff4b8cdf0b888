package io.billinghub.core.notification.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who wants to be told.
 *
 * @param api whose events; empty for a webhook, which gets all of the hub's
 * @param query what tells two listeners with one callback apart: of a TMF listener its query, of a webhook its types
 * @param eventTypes that are told; empty for all
 * @param conditions on attributes of the resource
 * @param fields of the resource that are told; empty for all
 * @param signed whether what is sent is signed
 */
public record NewListener(
        Optional<TmfApi> api,
        String callback,
        String query,
        Set<String> eventTypes,
        List<ListenerQuery.Condition> conditions,
        Set<String> fields,
        Optional<String> description,
        boolean signed) {

    /** A TMF subscription. */
    public static NewListener of(TmfApi api, String callback, String query, boolean signed) {
        ListenerQuery read = ListenerQuery.parse(query);
        return new NewListener(
                Optional.of(api),
                callback,
                query == null ? "" : query,
                read.eventTypes(),
                read.conditions(),
                read.fields(),
                Optional.empty(),
                signed);
    }

    /** A webhook; it is always signed. */
    public static NewListener webhook(String callback, Set<String> eventTypes, Optional<String> description) {
        return new NewListener(
                Optional.empty(),
                callback,
                typesAsQuery(eventTypes),
                eventTypes,
                List.of(),
                Set.of(),
                description,
                true);
    }

    /** The types in one order, whatever order they were given in. */
    public static String typesAsQuery(Set<String> eventTypes) {
        return String.join(",", eventTypes.stream().sorted().toList());
    }
}
