package io.billinghub.onboarding.party;

import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.onboarding.error.OnboardingError;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The rights of a natural person to its data (GDPR, articles 15, 17 and 20). Amounts, numbers and dates of the books are no part of an erasure: they stay as
 * they are, about a person whose name nobody can tell any more.
 */
@ApplicationScoped
public class PersonalData {

    private final TenantSession sessions;
    private final PartyRepository parties;
    private final PersonalDataConfig config;

    PersonalData(TenantSession sessions, PartyRepository parties, PersonalDataConfig config) {
        this.sessions = sessions;
        this.parties = parties;
        this.config = config;
    }

    /**
     * All that the hub holds on the person, as the text of a JSON object.
     *
     * @return fails with UNKNOWN_RESOURCE where there is no such party, NOT_A_PERSON for an organization
     */
    public Uni<String> export(TenantContext login, UUID id) {
        return sessions.run(
                login,
                session -> person(id)
                        .flatMap(person -> session.createNativeQuery(PersonalDataSql.EXPORT, String.class)
                                .setParameter("party", person.id())
                                .getSingleResult())
                        .call(text -> audit(session, login, "personal-data.export", id)));
    }

    /**
     * Erases the person's data, once; a repetition finds nothing to do and answers alike.
     *
     * @return fails as {@link #export}, and with PERSON_IN_BUSINESS while the person has products that run or bills that are not sent
     */
    public Uni<Erasure> erase(TenantContext login, UUID id) {
        return sessions.run(
                login,
                session -> person(id)
                        .call(person -> requireNoBusiness(session, person))
                        .flatMap(person -> {
                            boolean again = person.isErased();
                            person.erase();
                            Uni<Void> done = again
                                    ? Uni.createFrom().voidItem()
                                    : traces(session, person)
                                            .flatMap(gone -> audit(session, login, "personal-data.erase", id));
                            return done.flatMap(erased -> retained(session, person))
                                    .map(retained -> new Erasure(person.pseudonym(), retained));
                        }));
    }

    private Uni<PartyEntity> person(UUID id) {
        return parties.party(id).map(party -> {
            if (party == null) {
                throw new HubException(CoreError.UNKNOWN_RESOURCE, "There is no party with the id '" + id + "'.");
            }
            if (!party.isPerson()) {
                throw new HubException(
                        OnboardingError.NOT_A_PERSON, "The party " + id + " is an organization, not a natural person.");
            }
            return party;
        });
    }

    private static Uni<Void> requireNoBusiness(Mutiny.Session session, PartyEntity person) {
        return session.createNativeQuery(PersonalDataSql.OPEN_BUSINESS, String.class)
                .setParameter("party", person.id())
                .getResultList()
                .invoke(open -> {
                    if (!open.isEmpty()) {
                        throw new HubException(
                                OnboardingError.PERSON_IN_BUSINESS,
                                "The person still has " + String.join(", ", open) + ".");
                    }
                })
                .replaceWithVoid();
    }

    /** What other rows say of the person: names of accounts, keys, kept attributes, the audit log's before and after, kept answers. */
    private static Uni<Void> traces(Mutiny.Session session, PartyEntity person) {
        return session.flush()
                .flatMap(written -> session.createNativeQuery(PersonalDataSql.TRACES, String.class)
                        .setParameter("party", person.id())
                        .setParameter("uuid", person.uuid().toString())
                        .setParameter("pseudonym", person.pseudonym())
                        .getSingleResult())
                .flatMap(gone -> session.createNativeQuery(PersonalDataSql.PAST)
                        .setParameter("party", person.id())
                        .executeUpdate())
                .replaceWithVoid();
    }

    private Uni<List<Erasure.Retained>> retained(Mutiny.Session session, PartyEntity person) {
        return session.createNativeQuery(PersonalDataSql.RETAINED, Object[].class)
                .setParameter("party", person.id())
                .getResultList()
                .map(rows -> {
                    List<Erasure.Retained> retained = new ArrayList<>();
                    for (Object[] row : rows) {
                        LocalDate last = (LocalDate) row[2];
                        LocalDate until = LocalDate.of(last.getYear() + 1, 1, 1).plus(config.retention());
                        retained.add(new Erasure.Retained((String) row[0], ((Number) row[1]).longValue(), until));
                    }
                    return retained;
                });
    }

    private static Uni<Void> audit(Mutiny.Session session, TenantContext login, String action, UUID id) {
        return session.createNativeQuery(PersonalDataSql.AUDIT)
                .setParameter("actor", login.actor())
                .setParameter("action", action)
                .setParameter("subject", "individual/" + id)
                .executeUpdate()
                .replaceWithVoid();
    }
}
