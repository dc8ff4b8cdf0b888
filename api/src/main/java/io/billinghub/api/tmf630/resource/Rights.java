package io.billinghub.api.tmf630.resource;

import java.util.Set;
import java.util.TreeSet;

/**
 * The roles that may read a resource and that may change it; everyone else is refused. Which rows a partner's or a customer's
 * login sees is the query's matter, and PostgreSQL's.
 */
public record Rights(Set<String> readers, Set<String> writers) {

    public Rights {
        if (readers.isEmpty()) {
            throw new IllegalArgumentException("a resource that nobody may read");
        }
        readers = Set.copyOf(readers);
        writers = Set.copyOf(writers);
    }

    Set<String> of(Operation operation) {
        return new TreeSet<>(Operation.READ.contains(operation) ? readers : writers);
    }
}
