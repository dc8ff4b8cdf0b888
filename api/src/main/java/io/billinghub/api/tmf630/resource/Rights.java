package io.billinghub.api.tmf630.resource;

import java.util.Set;
import java.util.TreeSet;

/**
 * The roles that may read a resource and that may change it; everyone else is refused. Which rows a partner's or a customer's
 * login sees is the query's matter, and PostgreSQL's.
 *
 * @param narrowedWriters those of the writers that may be bound to a partner or an account: they change what is their own
 * @param deleters those of the writers that may delete what another login has made; all others delete what they have made themselves
 */
public record Rights(Set<String> readers, Set<String> writers, Set<String> narrowedWriters, Set<String> deleters) {

    /** Rights of a resource that only logins of the whole tenant change. */
    public Rights(Set<String> readers, Set<String> writers) {
        this(readers, writers, Set.of());
    }

    /** Rights of a resource that each writer deletes, whoever has made it. */
    public Rights(Set<String> readers, Set<String> writers, Set<String> narrowedWriters) {
        this(readers, writers, narrowedWriters, writers);
    }

    public Rights {
        if (readers.isEmpty()) {
            throw new IllegalArgumentException("a resource that nobody may read");
        }
        readers = Set.copyOf(readers);
        writers = Set.copyOf(writers);
        narrowedWriters = Set.copyOf(narrowedWriters);
        deleters = Set.copyOf(deleters);
        if (!writers.containsAll(narrowedWriters) || !writers.containsAll(deleters)) {
            throw new IllegalArgumentException("who may write for itself, or delete, is a writer");
        }
    }

    Set<String> of(Operation operation) {
        return new TreeSet<>(Operation.READ.contains(operation) ? readers : writers);
    }
}
