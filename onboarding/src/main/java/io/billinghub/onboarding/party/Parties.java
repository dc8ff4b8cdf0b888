package io.billinghub.onboarding.party;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.onboarding.masterdata.model.Finding;
import io.billinghub.onboarding.masterdata.model.PartyDetails;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Lists, shows and edits the parties of a tenant. */
@ApplicationScoped
public class Parties {
    /** The most that one page holds. */
    public static final int PAGE_LIMIT = 200;

    private static final String AUDIT = """
            insert into audit_event (tenant_id, occurred_at, actor, action, subject, before, after)
            values (hub_tenant(), :at, :actor, 'party.update', :subject, cast(:before as jsonb), cast(:after as jsonb))
            """;

    private final TenantSession sessions;
    private final PartyRepository parties;
    private final ObjectMapper mapper;
    private final Clock clock;

    Parties(TenantSession sessions, PartyRepository parties, ObjectMapper mapper, Clock clock) {
        this.sessions = sessions;
        this.parties = parties;
        this.mapper = mapper;
        this.clock = clock;
    }

    /**
     * Parties in the order of their keys.
     *
     * @param after the key after which the page begins; empty for the first page
     * @param limit how many at most, from 1 to {@value #PAGE_LIMIT}
     */
    public Uni<List<PartyView>> list(TenantContext context, String after, int limit) {
        if (limit < 1 || limit > PAGE_LIMIT) {
            throw new IllegalArgumentException("limit must be from 1 to " + PAGE_LIMIT + ", but is " + limit);
        }
        return sessions.run(
                context,
                session -> parties.page(after, limit)
                        .map(page -> page.stream().map(PartyEntity::view).toList()));
    }

    /** The party; empty if the tenant has none of this id. */
    public Uni<Optional<PartyView>> get(TenantContext context, UUID id) {
        return sessions.run(
                context,
                session -> parties.byUuid(id)
                        .map(party -> Optional.ofNullable(party).map(PartyEntity::view)));
    }

    /**
     * Changes the party, with an audit row of before and after.
     *
     * @param version the version that the change is based on
     */
    public Uni<PartyUpdate> update(TenantContext context, UUID id, int version, PartyChange change) {
        List<Finding> findings = PartyDetails.check(change.name(), change.country(), change.email(), change.bankIban());
        return sessions.run(
                context,
                session -> parties.byUuid(id).flatMap(party -> {
                    if (party == null) {
                        return outcome(new PartyUpdate.Unknown());
                    }
                    if (!findings.isEmpty()) {
                        return outcome(new PartyUpdate.Invalid(findings));
                    }
                    return party.view().version() == version
                            ? apply(context, session, party, change)
                            : outcome(new PartyUpdate.Stale(party.view()));
                }));
    }

    private Uni<PartyUpdate> apply(
            TenantContext context, Mutiny.Session session, PartyEntity party, PartyChange change) {
        PartyView before = party.view();
        party.change(change);
        return session.flush().flatMap(flushed -> {
            PartyView after = party.view();
            Uni<PartyUpdate> updated = outcome(new PartyUpdate.Updated(after));
            return after.equals(before)
                    ? updated
                    : audit(context, session, before, after).flatMap(rows -> updated);
        });
    }

    private Uni<Integer> audit(TenantContext context, Mutiny.Session session, PartyView before, PartyView after) {
        return session.createNativeQuery(AUDIT)
                .setParameter("at", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .setParameter("actor", context.actor())
                .setParameter("subject", "party " + before.key())
                .setParameter("before", json(before))
                .setParameter("after", json(after))
                .executeUpdate();
    }

    private String json(PartyView party) {
        try {
            return mapper.writeValueAsString(party);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("party " + party.key() + " can't be written as JSON", bug);
        }
    }

    private static Uni<PartyUpdate> outcome(PartyUpdate outcome) {
        return Uni.createFrom().item(outcome);
    }
}
