package io.billinghub.onboarding.party;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Parties of the session's tenant. */
@ApplicationScoped
class PartyRepository implements PanacheRepositoryBase<PartyEntity, Long> {

    /** Parties whose key comes after {@code after}, in the order of their keys. */
    Uni<List<PartyEntity>> page(String after, int limit) {
        return find("key > ?1", Sort.by("key"), after).page(0, limit).list();
    }

    /** The party, or null. */
    Uni<PartyEntity> byUuid(UUID uuid) {
        return find("uuid", uuid).firstResult();
    }
}
