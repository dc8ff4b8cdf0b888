package io.billinghub.onboarding.masterdata.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.core.billrun.application.BilledDays;
import io.billinghub.core.billrun.model.BilledDay;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.tenancy.Tenants;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.infrastructure.MasterDataJson;
import io.billinghub.onboarding.masterdata.infrastructure.MasterDataReading;
import io.billinghub.onboarding.masterdata.infrastructure.MasterDataStore;
import io.billinghub.onboarding.masterdata.model.Finding;
import io.billinghub.onboarding.masterdata.model.Findings;
import io.billinghub.onboarding.masterdata.model.ImportOutcome;
import io.billinghub.onboarding.masterdata.model.ImportOutcome.Imported;
import io.billinghub.onboarding.masterdata.model.ImportOutcome.Refused;
import io.billinghub.onboarding.masterdata.model.KnownData;
import io.billinghub.onboarding.masterdata.model.MasterData;
import io.billinghub.onboarding.masterdata.model.MasterDataRules;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Takes a document of master data in: the whole of it, or nothing. */
@ApplicationScoped
public class MasterDataImport {

    private final Tenants tenants;
    private final TenantTransaction transactions;
    private final MasterDataStore store;
    private final BilledDays billedDays;
    private final Clock clock;

    public MasterDataImport(
            Tenants tenants,
            TenantTransaction transactions,
            MasterDataStore store,
            BilledDays billedDays,
            Clock clock) {
        this.tenants = tenants;
        this.transactions = transactions;
        this.store = store;
        this.billedDays = billedDays;
        this.clock = clock;
    }

    /**
     * Runs an effect inside of its transaction, or answers what it has come to before.
     *
     * @param <T> what the caller answers
     */
    public interface Once<T> {
        Uni<T> once(SqlConnection transaction, TenantContext context, Supplier<Uni<T>> effect);
    }

    /** As {@link #run(Importer, byte[], Function, Once)}, each time anew. */
    public Uni<ImportOutcome> run(Importer importer, byte[] document) {
        return run(importer, document, Function.identity(), (transaction, context, effect) -> effect.get());
    }

    /**
     * Reads, checks and stores the document in one transaction; the same document again changes nothing.
     *
     * @param document JSON in UTF-8 that follows {@code /schema/master-data.schema.json}; read on a worker thread
     * @param answer what the caller makes of the outcome
     * @param once is given what is left to do in the transaction; not asked about a document that is refused before
     * @return fails with {@link CoreError#UNKNOWN_TENANT} if there is no such tenant and the document does not create it
     */
    public <T> Uni<T> run(Importer importer, byte[] document, Function<ImportOutcome, T> answer, Once<T> once) {
        return Uni.createFrom()
                .item(() -> MasterDataJson.read(document))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(reading -> reading instanceof MasterDataReading.Accepted accepted
                        ? take(importer, accepted.data(), new Effect<>(answer, once))
                        : Uni.createFrom()
                                .item(answer.apply(new Refused(((MasterDataReading.Refused) reading).findings()))));
    }

    private record Effect<T>(Function<ImportOutcome, T> answer, Once<T> once) {

        Uni<T> refused(List<Finding> findings) {
            return Uni.createFrom().item(answer.apply(new Refused(findings)));
        }
    }

    private <T> Uni<T> take(Importer importer, MasterData data, Effect<T> effect) {
        Optional<Finding> wrongTenant = wrongTenant(importer, data.tenant());
        if (wrongTenant.isPresent()) {
            return effect.refused(List.of(wrongTenant.get()));
        }
        return tenants.idOf(importer.tenantKey()).flatMap(id -> {
            if (id.isPresent()) {
                return store(TenantContext.of(id.get(), importer.actor()), importer, data, effect);
            }
            return data.tenant() == null ? unknownTenant(importer) : found(importer, data, effect);
        });
    }

    /** A new tenant has nothing, so all is checked before it is created. */
    private <T> Uni<T> found(Importer importer, MasterData data, Effect<T> effect) {
        List<Finding> findings = MasterDataRules.check(data, KnownData.nothing());
        if (!findings.isEmpty()) {
            return effect.refused(findings);
        }
        return tenants.create(
                        data.tenant().key(), data.tenant().name(), data.tenant().timeZone())
                .flatMap(id -> store(TenantContext.of(id, importer.actor()), importer, data, effect));
    }

    private <T> Uni<T> store(TenantContext context, Importer importer, MasterData data, Effect<T> effect) {
        return transactions.run(
                context,
                transaction -> effect.once()
                        .once(
                                transaction,
                                context,
                                () -> store(transaction, importer, data).map(effect.answer())));
    }

    private Uni<ImportOutcome> store(SqlConnection transaction, Importer importer, MasterData data) {
        return findings(transaction, importer.backDatesPrices(), data)
                .flatMap(findings -> findings.isEmpty()
                        ? billed(transaction, data)
                        : Uni.createFrom().item(findings))
                .flatMap(findings -> findings.isEmpty()
                        ? write(transaction, importer, data)
                        : Uni.createFrom().item(new Refused(findings)));
    }

    /**
     * Reads, checks and stores a document inside the caller's transaction, and keeps the audit log.
     *
     * @param document as of {@link #run}, without the section {@code tenant}
     */
    public Uni<ImportOutcome> take(SqlConnection transaction, Importer importer, byte[] document) {
        MasterDataReading reading = MasterDataJson.read(document);
        return reading instanceof MasterDataReading.Accepted accepted
                ? store(transaction, importer, accepted.data())
                : Uni.createFrom().item(new Refused(((MasterDataReading.Refused) reading).findings()));
    }

    /**
     * Stores entries inside the caller's transaction, by the same rules as a document that is imported; whoever calls keeps
     * the audit log.
     *
     * @param document as of {@link #run}, without the section {@code tenant}
     * @return fails with {@link HubException} of the first finding's code, and its place and message
     */
    public Uni<Void> apply(SqlConnection transaction, byte[] document) {
        MasterDataReading reading = MasterDataJson.read(document);
        if (reading instanceof MasterDataReading.Refused refused) {
            return Uni.createFrom().failure(refusal(refused.findings()));
        }
        MasterData data = ((MasterDataReading.Accepted) reading).data();
        return findings(transaction, false, data).flatMap(findings -> {
            if (!findings.isEmpty()) {
                return Uni.createFrom().failure(refusal(findings));
            }
            return store.write(transaction, data).replaceWithVoid();
        });
    }

    /**
     * Makes sure that a subscription that is billed begins and ends on days that a run can still charge, and that they stay so
     * until the transaction ends.
     *
     * @param subscription an entry of {@code products}; it need not be billed so far
     * @return fails with BILLED_PERIOD, where its start or its end lies in a period that is billed
     */
    public Uni<Void> requireUnbilledDays(SqlConnection transaction, ObjectNode subscription) {
        String entries = subscription.arrayNode().add(subscription).toString();
        return store.lock(transaction)
                .flatMap(locked -> billedDays.refusals(transaction, entries, true))
                .invoke(refusals -> refusals.stream().findFirst().ifPresent(refusal -> {
                    throw new HubException(
                            OnboardingError.BILLED_PERIOD,
                            (refusal.which() == BilledDay.Which.START ? "/startDate: " : "/terminationDate: ")
                                    + refusal.message() + ".");
                }))
                .replaceWithVoid();
    }

    private Uni<List<Finding>> billed(SqlConnection transaction, MasterData data) {
        return store.subscriptions(data)
                .map(entries -> billedDays.refusals(transaction, entries, false))
                .orElseGet(() -> Uni.createFrom().item(List.of()))
                .map(refusals -> refusals.stream()
                        .limit(Findings.LIMIT)
                        .map(refusal -> new Finding(
                                refusal.pointer()
                                        + (refusal.which() == BilledDay.Which.START ? "/startedOn" : "/endedOn"),
                                OnboardingError.BILLED_PERIOD,
                                refusal.message()))
                        .toList());
    }

    private Uni<List<Finding>> findings(SqlConnection transaction, boolean backDatesPrices, MasterData data) {
        return store.lock(transaction)
                .flatMap(locked -> store.known(transaction, data))
                .map(known -> MasterDataRules.check(data, backDatesPrices ? known.withPricesOfBilledDays() : known))
                .flatMap(findings -> findings.isEmpty()
                        ? store.conflicts(transaction, data)
                        : Uni.createFrom().item(findings));
    }

    /** Without the section and the index of its entry, which who edits one entry does not know. */
    private static HubException refusal(List<Finding> findings) {
        Finding first = findings.get(0);
        String place = first.pointer().replaceFirst("^/[A-Za-z]+/[0-9]+", "");
        return new HubException(
                first.code(), (place.isEmpty() ? "" : place + ": ") + first.message() + ". " + first.whatToDo());
    }

    private Uni<ImportOutcome> write(SqlConnection transaction, Importer importer, MasterData data) {
        Uni<Void> named = data.tenant() == null ? Uni.createFrom().voidItem() : store.name(transaction, data.tenant());
        return named.flatMap(done -> store.write(transaction, data))
                .call(counts -> store.audit(transaction, clock.instant(), importer.actor(), subject(importer), counts))
                .map(Imported::new);
    }

    private static String subject(Importer importer) {
        return "tenant " + importer.tenantKey() + (importer.backDatesPrices() ? ", prices of billed days" : "");
    }

    private static Optional<Finding> wrongTenant(Importer importer, MasterData.Tenant tenant) {
        if (tenant == null) {
            return Optional.empty();
        }
        if (!importer.mayDefineTenant()) {
            return Optional.of(
                    new Finding("/tenant", OnboardingError.TENANT_NOT_ALLOWED, "this login may not define the tenant"));
        }
        if (!tenant.key().equals(importer.tenantKey())) {
            return Optional.of(new Finding(
                    "/tenant/key",
                    OnboardingError.TENANT_MISMATCH,
                    "the document is for " + tenant.key() + ", the login for " + importer.tenantKey()));
        }
        return Optional.empty();
    }

    private static <T> Uni<T> unknownTenant(Importer importer) {
        return Uni.createFrom()
                .failure(new HubException(CoreError.UNKNOWN_TENANT, "there is no tenant " + importer.tenantKey()));
    }
}
