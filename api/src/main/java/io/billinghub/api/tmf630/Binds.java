package io.billinghub.api.tmf630;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** The values of one statement in the order of their placeholders. Not for use by several threads. */
public final class Binds {

    private final List<Object> values = new ArrayList<>();

    /** Keeps the value and answers its placeholder, e.g. {@code $3}. */
    public String bind(Object value) {
        values.add(value);
        return "$" + values.size();
    }

    /** A copy, so that a statement may add values of its own. */
    public Binds copy() {
        Binds copy = new Binds();
        copy.values.addAll(values);
        return copy;
    }

    public Tuple tuple() {
        return Tuple.from(values);
    }
}
