package io.billinghub.onboarding.party;

import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Shows the parties of a tenant; they come in by the import of master data. */
@ApplicationScoped
public class Parties {

    private final TenantSession sessions;
    private final PartyRepository parties;

    Parties(TenantSession sessions, PartyRepository parties) {
        this.sessions = sessions;
        this.parties = parties;
    }

    /** The organization; empty if the tenant has none of this id. */
    public Uni<Optional<OrganizationView>> organization(TenantContext context, UUID id) {
        return sessions.run(
                context,
                session -> parties.organization(id)
                        .map(party -> Optional.ofNullable(party).map(PartyEntity::organization)));
    }
}
