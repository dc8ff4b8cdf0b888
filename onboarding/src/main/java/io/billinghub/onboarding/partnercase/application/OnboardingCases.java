package io.billinghub.onboarding.partnercase.application;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.core.error.HubException;
import io.billinghub.core.event.application.Outbox;
import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.event.model.Topic;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.onboarding.agreement.AgreementProposals;
import io.billinghub.onboarding.agreement.AgreementTemplate;
import io.billinghub.onboarding.agreement.AgreementTemplates;
import io.billinghub.onboarding.agreement.AgreementText;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.application.Importer;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.billinghub.onboarding.masterdata.model.Finding;
import io.billinghub.onboarding.masterdata.model.ImportOutcome;
import io.billinghub.onboarding.masterdata.model.PaymentDetails;
import io.billinghub.onboarding.partnercase.infrastructure.CaseSql;
import io.billinghub.onboarding.partnercase.model.CaseDecision;
import io.billinghub.onboarding.partnercase.model.CaseState;
import io.billinghub.onboarding.partnercase.model.NewPartner;
import io.billinghub.onboarding.partnercase.model.OnboardingCase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Cases: how they begin, what moves them, and who has done it. A case begins with all that a partner needs in the hub, made by the
 * rules of master data, so each part of it is a TMF resource like any other.
 */
@ApplicationScoped
public class OnboardingCases {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SPECIFICATION = "Marketplace partners";

    private final TenantTransaction transactions;
    private final MasterDataImport imports;
    private final AgreementTemplates templates;
    private final AgreementProposals proposals;
    private final Outbox outbox;
    private final IdGenerator ids;
    private final Clock clock;

    public OnboardingCases(
            TenantTransaction transactions,
            MasterDataImport imports,
            AgreementTemplates templates,
            AgreementProposals proposals,
            Outbox outbox,
            IdGenerator ids,
            Clock clock) {
        this.transactions = transactions;
        this.imports = imports;
        this.templates = templates;
        this.proposals = proposals;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Begins a case: party, role, tax registration, partnership, settlement account, an agreement without a version that is in force,
     * an offering for the products that are linked to none, and the first version of the agreement as a proposal.
     *
     * @return fails with PARTNER_EXISTS, UNKNOWN_TEMPLATE, or the first rule that is broken, with its place
     */
    public Uni<OnboardingCase> begin(
            SqlConnection connection, TenantContext login, Importer importer, NewPartner partner) {
        requireRight(partner.country(), partner.vatId(), partner.iban());
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        String agreement = agreementKey(partner.key());
        return CaseSql.taken(connection, partner.key(), agreement, offeringKey(partner.key()))
                .invoke(taken -> taken.ifPresent(what -> {
                    throw new HubException(
                            OnboardingError.PARTNER_EXISTS,
                            "/key: there is " + what + " with the key '" + partner.key() + "' already.");
                }))
                .flatMap(free -> templates.on(connection, partner.template(), today))
                .flatMap(template -> take(connection, importer, document(partner, template))
                        .flatMap(stored -> CaseSql.relate(
                                connection,
                                partner.key(),
                                SPECIFICATION,
                                new CaseSql.NewIds(ids.next(), ids.next(), ids.next())))
                        .flatMap(done -> CaseSql.insert(
                                connection, ids.next(), partner.key(), agreement, template.key(), now(), login.actor()))
                        .call(id -> CaseSql.step(connection, id, null, CaseState.INVITED, login.actor(), null, now()))
                        .call(id -> CaseSql.audit(
                                connection,
                                now(),
                                login.actor(),
                                "onboarding.begin",
                                partner.key(),
                                "{\"state\": \"INVITED\"}"))
                        .flatMap(id -> get(connection, partner.key()))
                        .call(begun -> tell(connection, login, begun, CaseState.INVITED))
                        .call(begun -> CaseSql.begin(connection, today)
                                .flatMap(day -> proposals.propose(
                                        connection, login, agreement(begun), terms(partner, template, day)))))
                .flatMap(begun -> partner.whole()
                        ? move(connection, login, begun, CaseState.IN_REVIEW, null)
                        : Uni.createFrom().item(begun));
    }

    /** The case of a partner; fails with UNKNOWN_CASE, also where the login may not see it. */
    public Uni<OnboardingCase> get(SqlConnection connection, String partner) {
        return CaseSql.find(connection, partner)
                .map(found -> found.orElseThrow(() -> new HubException(
                        OnboardingError.UNKNOWN_CASE, "There is no case of the partner '" + partner + "'")));
    }

    /** As {@link #get}, locked until the transaction ends. */
    public Uni<OnboardingCase> locked(SqlConnection connection, String partner) {
        return CaseSql.lock(connection, partner).flatMap(done -> get(connection, partner));
    }

    /** Cases, the oldest first; {@code state} null for all. */
    public Uni<List<OnboardingCase>> list(SqlConnection connection, long after, String state, int limit) {
        return CaseSql.list(connection, after, state, limit);
    }

    /**
     * What was missing when the partner was invited.
     *
     * @param login the marketplace's, or the partner's own
     * @return fails with CASE_STATE unless it is INVITED, or INVALID_VAT_NUMBER, INVALID_IBAN
     */
    public Uni<OnboardingCase> complete(
            SqlConnection connection,
            TenantContext login,
            Importer importer,
            String partner,
            String vatId,
            String iban) {
        return locked(connection, partner).flatMap(found -> {
            require(found, CaseState.INVITED);
            NewPartner given =
                    new NewPartner(partner, found.name(), found.country(), vatId, iban, "", null, found.template());
            if (!given.whole()) {
                throw new HubException(
                        OnboardingError.SCHEMA, (given.vatId() == null ? "/vatId" : "/iban") + ": is missing.");
            }
            requireRight(found.country(), given.vatId(), given.iban());
            return transactions
                    .lifted(
                            connection,
                            login,
                            lifted -> CaseSql.bankAccount(lifted, found.party(), given.iban())
                                    .flatMap(done -> take(lifted, importer, details(found, given))))
                    .flatMap(stored -> move(connection, login, found, CaseState.IN_REVIEW, null));
        });
    }

    /** Approves the version of the agreement that is proposed. */
    public Uni<OnboardingCase> approve(SqlConnection connection, TenantContext login, String partner) {
        return locked(connection, partner)
                .invoke(OnboardingCases::requireRunning)
                .call(found -> proposals.approve(connection, login, agreement(found)))
                .flatMap(found -> get(connection, partner));
    }

    /** Rejects it. */
    public Uni<OnboardingCase> reject(SqlConnection connection, TenantContext login, String partner, String reason) {
        return locked(connection, partner)
                .call(found -> proposals.reject(connection, login, agreement(found), reason))
                .flatMap(found -> get(connection, partner));
    }

    /** Proposes the next version: of an agreement that runs, or in the place of one that was rejected. */
    public Uni<OnboardingCase> propose(
            SqlConnection connection, TenantContext login, String partner, ObjectNode terms) {
        return locked(connection, partner)
                .invoke(OnboardingCases::requireRunning)
                .call(found -> proposals.propose(connection, login, agreement(found), terms))
                .flatMap(found -> get(connection, partner));
    }

    /** The partner's word; the first one signs the agreement, a later one puts the next version into force. */
    public Uni<OnboardingCase> accept(SqlConnection connection, TenantContext login, String partner) {
        return locked(connection, partner)
                .invoke(OnboardingCases::requireRunning)
                .invoke(OnboardingCases::requireWhole)
                .call(found -> proposals.accept(connection, login, agreement(found)))
                .flatMap(found -> found.state() == CaseState.IN_REVIEW
                        ? move(connection, login, found, CaseState.AGREEMENT_SIGNED, null)
                        : get(connection, partner));
    }

    /**
     * That an adapter has read a sample without a finding.
     *
     * @param found locked by the caller
     */
    public Uni<OnboardingCase> tested(
            SqlConnection connection, TenantContext login, OnboardingCase found, String adapter) {
        return found.state() == CaseState.AGREEMENT_SIGNED
                ? move(connection, login, found, CaseState.ADAPTER_TESTED, "adapter " + adapter)
                : get(connection, found.partner());
    }

    /** A decision of the marketplace; fails with CASE_STATE or REASON_NEEDED. */
    public Uni<OnboardingCase> decide(
            SqlConnection connection, TenantContext login, String partner, CaseDecision decision, String reason) {
        if (decision.needsReason() && (reason == null || reason.isBlank())) {
            throw new HubException(OnboardingError.REASON_NEEDED, "/reason: is missing; " + decision + " needs one.");
        }
        if (reason != null) {
            AgreementText.requireShort("reason", reason);
        }
        return locked(connection, partner).flatMap(found -> {
            List<CaseState> way = decision.from(found.state())
                    .orElseThrow(() -> new HubException(
                            OnboardingError.CASE_STATE,
                            "The case of " + partner + " is " + found.state() + ", where " + decision
                                    + " can't be decided. " + found.waitsFor()));
            Uni<OnboardingCase> moved = Uni.createFrom().item(found);
            for (CaseState next : way) {
                moved = moved.flatMap(now -> move(connection, login, now, next, reason));
            }
            return moved;
        });
    }

    /** The agreement of the case, for its proposals. */
    public static AgreementProposals.Agreement agreement(OnboardingCase of) {
        return new AgreementProposals.Agreement(
                of.agreementId(), of.agreementKey(), of.agreementName(), of.partnerId(), of.partner());
    }

    /** @throws HubException CASE_STATE where the adapter of the partner can't be tried yet, or not any more */
    public static void requireSigned(OnboardingCase found) {
        requireRunning(found);
        if (found.state().compareTo(CaseState.AGREEMENT_SIGNED) < 0) {
            require(found, CaseState.AGREEMENT_SIGNED);
        }
    }

    private Uni<OnboardingCase> move(
            SqlConnection connection, TenantContext login, OnboardingCase from, CaseState to, String reason) {
        if (!from.state().next().contains(to)) {
            throw new IllegalStateException("no way leads from " + from.state() + " to " + to);
        }
        ObjectNode after = JSON.createObjectNode().put("state", to.name());
        if (reason != null) {
            after.put("reason", reason);
        }
        return CaseSql.move(connection, from.id(), to, now())
                .flatMap(done -> CaseSql.step(connection, from.id(), from.state(), to, login.actor(), reason, now()))
                .flatMap(done -> CaseSql.audit(
                        connection, now(), login.actor(), "onboarding.move", from.partner(), after.toString()))
                .flatMap(done -> tell(connection, login, from, to))
                .flatMap(done -> get(connection, from.partner()));
    }

    private Uni<Void> tell(SqlConnection connection, TenantContext login, OnboardingCase of, CaseState state) {
        String type = "io.billinghub.onboarding."
                + state.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".v1";
        ObjectNode data = JSON.createObjectNode()
                .put("caseId", of.uuid().toString())
                .put("partner", of.partner())
                .put("state", state.name());
        return outbox.append(
                connection,
                login,
                List.of(new DomainEvent(
                        ids.next(),
                        Topic.DOCUMENTS,
                        of.partner(),
                        type,
                        of.uuid().toString(),
                        clock.instant(),
                        data.toString())));
    }

    private static void require(OnboardingCase found, CaseState state) {
        if (found.state() != state) {
            throw new HubException(
                    OnboardingError.CASE_STATE,
                    "The case of " + found.partner() + " is " + found.state() + ", not " + state + ". "
                            + found.waitsFor());
        }
    }

    private static void requireWhole(OnboardingCase found) {
        if (found.state() == CaseState.INVITED) {
            require(found, CaseState.IN_REVIEW);
        }
    }

    private static void requireRunning(OnboardingCase found) {
        if (found.state() == CaseState.ENDED) {
            throw new HubException(OnboardingError.CASE_STATE, "The case of " + found.partner() + " is ENDED.");
        }
    }

    private static void requireRight(String country, String vatId, String iban) {
        Optional<Finding> wrong = vatId == null ? Optional.empty() : PaymentDetails.ofVatNumber(country, vatId);
        wrong.or(() -> iban == null ? Optional.empty() : PaymentDetails.ofIban(iban))
                .ifPresent(finding -> {
                    throw new HubException(finding.code(), finding.pointer() + ": " + finding.message() + ".");
                });
    }

    private Uni<Void> take(SqlConnection connection, Importer importer, ObjectNode document) {
        return imports.take(connection, importer, document.toString().getBytes(StandardCharsets.UTF_8))
                .invoke(outcome -> {
                    if (outcome instanceof ImportOutcome.Refused refused) {
                        Finding first = refused.findings().get(0);
                        throw new HubException(first.code(), fieldOf(first.pointer()) + ": " + first.message() + ".");
                    }
                })
                .replaceWithVoid();
    }

    /** The field of the request, for a place in the master data that are made of it. */
    private static String fieldOf(String pointer) {
        String last = pointer.substring(pointer.lastIndexOf('/') + 1);
        return switch (last) {
            case "bankIban" -> "/iban";
            case "number" -> "/vatId";
            case "key", "partner" -> "/key";
            case "name", "country", "email" -> "/" + last;
            case "taxClass", "unit" -> "/template (offering/" + last + ")";
            default -> pointer;
        };
    }

    private static ObjectNode document(NewPartner partner, AgreementTemplate template) {
        ObjectNode document = JSON.createObjectNode();
        ObjectNode party = document.putArray("parties").addObject();
        party.put("key", partner.key())
                .put("kind", "ORGANIZATION")
                .put("name", partner.name())
                .put("country", partner.country())
                .put("email", partner.email());
        if (partner.iban() != null) {
            party.put("bankIban", partner.iban());
        }
        document.putArray("roles")
                .addObject()
                .put("party", partner.key())
                .put("role", "PARTNER")
                .put("key", partner.key());
        if (partner.vatId() != null) {
            registration(document, partner.key(), partner.country(), partner.vatId());
        }
        document.putArray("agreements")
                .addObject()
                .put("key", agreementKey(partner.key()))
                .put(
                        "name",
                        partner.name() + ", "
                                + template.definition().path("name").asText())
                .put("partner", partner.key())
                .putArray("versions");
        if (template.definition().has("offering")) {
            ArrayNode offerings = document.putArray("offerings");
            ObjectNode offering = offerings.addObject();
            offering.put("key", offeringKey(partner.key()))
                    .put("name", partner.name())
                    .put("agreement", agreementKey(partner.key()))
                    .put(
                            "unit",
                            template.definition().path("offering").path("unit").asText())
                    .put(
                            "taxClass",
                            template.definition()
                                    .path("offering")
                                    .path("taxClass")
                                    .asText());
            offering.putArray("partnerProducts").add("*");
        }
        return document;
    }

    private static ObjectNode details(OnboardingCase of, NewPartner given) {
        ObjectNode document = JSON.createObjectNode();
        registration(document, of.partner(), of.country(), given.vatId());
        return document;
    }

    private static void registration(ObjectNode document, String party, String country, String vatId) {
        document.putArray("taxRegistrations")
                .addObject()
                .put("party", party)
                .put("country", country)
                .put("number", vatId);
    }

    private static ObjectNode terms(NewPartner partner, AgreementTemplate template, LocalDate from) {
        ObjectNode terms = template.forPartner(partner.key());
        if (partner.currency() != null) {
            terms.put("currency", partner.currency());
        }
        return terms.put("validFrom", from.toString());
    }

    private static String agreementKey(String partner) {
        return partner + "-agreement";
    }

    private static String offeringKey(String partner) {
        return partner + "-all";
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
