package io.billinghub.onboarding.agreement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How a version of an agreement comes into force: proposed, approved by somebody else, accepted by the partner. */
@ApplicationScoped
public class AgreementProposals {

    private static final String SELECT = """
            select id, uuid, version, state, terms::text as terms, proposed_by, proposed_at, decided_by, decided_at, accepted_by,
                   accepted_at, reason
              from agreement_proposal where agreement_id = $1
            """;
    private static final String LIST = SELECT + " order by id";
    private static final String OPEN = SELECT + " and state in ('PROPOSED', 'APPROVED') for update";
    private static final String NEXT = """
            select greatest(coalesce((select max(version) from agreement_version where agreement_id = $1), 0),
                            coalesce((select max(version) from agreement_proposal where agreement_id = $1 and state <> 'REJECTED'), 0)) + 1
                   as version
            """;
    private static final String INSERT = """
            insert into agreement_proposal (tenant_id, uuid, agreement_id, partner_id, version, terms, state, proposed_by, proposed_at)
            values (hub_tenant(), $1, $2, $3, $4, $5::text::jsonb, 'PROPOSED', $6, $7)
            """;
    private static final String DECIDE = """
            update agreement_proposal set state = $2, decided_by = $3, decided_at = $4, reason = $5 where id = $1
            """;
    private static final String ACCEPT = """
            update agreement_proposal set state = 'IN_FORCE', accepted_by = $2, accepted_at = $3 where id = $1
            """;
    private static final String AUDIT = """
            insert into audit_event (tenant_id, occurred_at, actor, action, subject, after)
            values (hub_tenant(), $1, $2, $3, 'agreement/' || $4, $5::text::jsonb)
            """;

    private final TenantTransaction transactions;
    private final MasterDataImport imports;
    private final IdGenerator ids;
    private final Clock clock;

    public AgreementProposals(TenantTransaction transactions, MasterDataImport imports, IdGenerator ids, Clock clock) {
        this.transactions = transactions;
        this.imports = imports;
        this.ids = ids;
        this.clock = clock;
    }

    /** An agreement of a partner, as its rows and keys. */
    public record Agreement(long id, String key, String name, long partnerId, String partner) {}

    /** All versions that were ever proposed, the oldest first. */
    public Uni<List<AgreementProposal>> of(SqlConnection connection, long agreement) {
        return connection.preparedQuery(LIST).execute(Tuple.of(agreement)).map(rows -> {
            List<AgreementProposal> found = new ArrayList<>(rows.size());
            rows.forEach(row -> found.add(proposal(row)));
            return found;
        });
    }

    /**
     * Proposes the next version. All rules of master data are tried at once, so that nobody approves what can't be stored.
     *
     * @param terms with {@code validFrom}
     * @return fails with SCHEMA or the first rule that is broken, or PROPOSAL_STATE while another version is on its way
     */
    public Uni<AgreementProposal> propose(
            SqlConnection connection, TenantContext login, Agreement agreement, ObjectNode terms) {
        AgreementText.check(terms, Set.of("validFrom", "validTo"));
        LocalDate from = AgreementText.day(terms, "validFrom");
        if (from == null) {
            throw AgreementText.wrong("/validFrom", "is missing; terms begin on a day");
        }
        return open(connection, agreement)
                .invoke(open -> {
                    if (!open.isEmpty()) {
                        throw new HubException(
                                OnboardingError.PROPOSAL_STATE,
                                "Version " + open.get(0).version() + " of " + agreement.key() + " is "
                                        + (open.get(0).state().equals("PROPOSED")
                                                ? "proposed, and neither approved nor rejected."
                                                : "approved, and waits for the partner."));
                    }
                })
                .flatMap(none -> connection.preparedQuery(NEXT).execute(Tuple.of(agreement.id())))
                .map(rows -> rows.iterator().next().getInteger("version"))
                .call(version -> insert(connection, login, agreement, terms, version))
                .call(version -> tryOut(connection, agreement, terms, version))
                .call(version -> audit(connection, login, agreement, "agreement-version.propose", version))
                .flatMap(version -> of(connection, agreement.id()))
                .map(all -> all.get(all.size() - 1));
    }

    /** Approves the version that is proposed; fails with FOUR_EYES or PROPOSAL_STATE. */
    public Uni<Void> approve(SqlConnection connection, TenantContext login, Agreement agreement) {
        return inState(connection, agreement, "PROPOSED")
                .invoke(proposal -> {
                    if (proposal.proposedBy().equals(login.actor())) {
                        throw new HubException(
                                OnboardingError.FOUR_EYES,
                                "Version " + proposal.version() + " of " + agreement.key() + " was proposed by "
                                        + login.actor() + ".");
                    }
                })
                .call(proposal -> decide(connection, login, proposal, "APPROVED", null))
                .call(proposal -> audit(connection, login, agreement, "agreement-version.approve", proposal.version()))
                .replaceWithVoid();
    }

    /** Rejects the version that is proposed or approved; the next one takes its number. */
    public Uni<Void> reject(SqlConnection connection, TenantContext login, Agreement agreement, String reason) {
        if (reason == null || reason.isBlank()) {
            throw new HubException(OnboardingError.REASON_NEEDED, "/reason: is missing.");
        }
        AgreementText.requireShort("reason", reason);
        return open(connection, agreement)
                .map(open -> first(open, agreement, "proposed or approved"))
                .call(proposal -> decide(connection, login, proposal, "REJECTED", reason))
                .call(proposal -> audit(connection, login, agreement, "agreement-version.reject", proposal.version()))
                .replaceWithVoid();
    }

    /**
     * The partner's word: the version that is approved comes into force from its first day on, by the rules of master data.
     *
     * @param login of the partner itself
     */
    public Uni<AgreementProposal> accept(SqlConnection connection, TenantContext login, Agreement agreement) {
        if (login.partnerId().isEmpty()) {
            throw new HubException(
                    OnboardingError.NOT_THE_PARTNER,
                    "The login " + login.actor() + " is not of " + agreement.partner());
        }
        return inState(connection, agreement, "APPROVED")
                .call(proposal ->
                        connection.preparedQuery(ACCEPT).execute(Tuple.of(proposal.id(), login.actor(), now())))
                // the rules look at the host's parties too, which a partner's login does not see
                .call(proposal -> transactions.lifted(
                        connection,
                        login,
                        lifted -> imports.apply(lifted, document(agreement, proposal.terms(), proposal.version()))))
                .call(proposal -> audit(connection, login, agreement, "agreement-version.accept", proposal.version()));
    }

    private Uni<Void> tryOut(SqlConnection connection, Agreement agreement, ObjectNode terms, int version) {
        return connection
                .query("savepoint terms")
                .execute()
                .flatMap(set -> connection.preparedQuery("""
                                update agreement_proposal set state = 'IN_FORCE', decided_at = now(), accepted_at = now()
                                 where agreement_id = $1 and version = $2 and state = 'PROPOSED'
                                """).execute(Tuple.of(agreement.id(), version)))
                .flatMap(asIf -> imports.apply(connection, document(agreement, terms, version)))
                .flatMap(done -> connection.query("rollback to savepoint terms").execute())
                .replaceWithVoid();
    }

    private static byte[] document(Agreement agreement, ObjectNode terms, int version) {
        ObjectNode document = terms.objectNode();
        ObjectNode entry = document.putArray("agreements").addObject();
        entry.put("key", agreement.key()).put("name", agreement.name()).put("partner", agreement.partner());
        entry.putArray("versions").add(AgreementText.version(terms, version));
        return document.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Uni<Void> insert(
            SqlConnection connection, TenantContext login, Agreement agreement, ObjectNode terms, int version) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addUUID(ids.next())
                        .addLong(agreement.id())
                        .addLong(agreement.partnerId())
                        .addInteger(version)
                        .addString(terms.toString())
                        .addString(login.actor())
                        .addOffsetDateTime(now()))
                .replaceWithVoid();
    }

    private Uni<Void> decide(
            SqlConnection connection, TenantContext login, AgreementProposal proposal, String state, String reason) {
        return connection
                .preparedQuery(DECIDE)
                .execute(Tuple.of(proposal.id(), state, login.actor(), now(), reason))
                .replaceWithVoid();
    }

    private Uni<List<AgreementProposal>> open(SqlConnection connection, Agreement agreement) {
        return connection.preparedQuery(OPEN).execute(Tuple.of(agreement.id())).map(rows -> {
            List<AgreementProposal> open = new ArrayList<>(1);
            rows.forEach(row -> open.add(proposal(row)));
            return open;
        });
    }

    private Uni<AgreementProposal> inState(SqlConnection connection, Agreement agreement, String state) {
        return open(connection, agreement)
                .map(open -> first(
                        open.stream().filter(each -> each.state().equals(state)).toList(),
                        agreement,
                        state.equals("PROPOSED") ? "proposed" : "approved"));
    }

    private static AgreementProposal first(List<AgreementProposal> open, Agreement agreement, String what) {
        if (open.isEmpty()) {
            throw new HubException(
                    OnboardingError.PROPOSAL_STATE, "No version of " + agreement.key() + " is " + what + ".");
        }
        return open.get(0);
    }

    private Uni<Void> audit(
            SqlConnection connection, TenantContext login, Agreement agreement, String action, int version) {
        return connection
                .preparedQuery(AUDIT)
                .execute(Tuple.of(now(), login.actor(), action, agreement.key(), "{\"version\": " + version + "}"))
                .replaceWithVoid();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static AgreementProposal proposal(Row row) {
        return new AgreementProposal(
                row.getLong("id"),
                row.getUUID("uuid"),
                row.getInteger("version"),
                row.getString("state"),
                (ObjectNode) AgreementText.read(row.getString("terms")),
                row.getString("proposed_by"),
                row.getOffsetDateTime("proposed_at").toInstant(),
                row.getString("decided_by"),
                instant(row, "decided_at"),
                row.getString("accepted_by"),
                instant(row, "accepted_at"),
                row.getString("reason"));
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
