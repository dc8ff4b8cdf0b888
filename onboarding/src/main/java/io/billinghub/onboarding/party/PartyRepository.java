package io.billinghub.onboarding.party;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Parties of the session's tenant. */
@ApplicationScoped
class PartyRepository implements PanacheRepositoryBase<PartyEntity, Long> {

    /** The party, or null. */
    Uni<PartyEntity> party(UUID uuid) {
        return find("uuid = ?1", uuid).firstResult();
    }
}
