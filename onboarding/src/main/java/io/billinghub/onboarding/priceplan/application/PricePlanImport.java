package io.billinghub.onboarding.priceplan.application;

import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.application.Importer;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.billinghub.onboarding.masterdata.model.ImportOutcome;
import io.billinghub.onboarding.masterdata.model.ImportOutcome.SectionCount;
import io.billinghub.onboarding.priceplan.infrastructure.PlanImportDocument;
import io.billinghub.onboarding.priceplan.infrastructure.PlanImportDocument.Origin;
import io.billinghub.onboarding.priceplan.infrastructure.PricePlanTable;
import io.billinghub.onboarding.priceplan.infrastructure.PricePlanTable.Version;
import io.billinghub.onboarding.priceplan.model.GivenPlan;
import io.billinghub.onboarding.priceplan.model.PlanFinding;
import io.billinghub.onboarding.priceplan.model.PlanOutcome;
import io.billinghub.onboarding.priceplan.model.PlanReading;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Takes price plans in, by the rules of master data: all of them, or nothing. */
@ApplicationScoped
public class PricePlanImport {

    private static final String SECTION = "pricePlans";

    private final TenantTransaction transactions;
    private final PricePlanTable table;
    private final MasterDataImport imports;

    public PricePlanImport(TenantTransaction transactions, PricePlanTable table, MasterDataImport imports) {
        this.transactions = transactions;
        this.table = table;
        this.imports = imports;
    }

    /**
     * Reads, checks and stores the plans in one transaction; the same plans again change nothing.
     *
     * @param context the tenant of {@code importer}, as a whole
     * @param reading gives the plans; asked once, on a worker thread
     * @param answer what the caller makes of the outcome
     * @param once is given what is left to do in the transaction; not asked about plans that can't be read
     */
    public <T> Uni<T> run(
            TenantContext context,
            Importer importer,
            Supplier<PlanReading> reading,
            Function<PlanOutcome, T> answer,
            MasterDataImport.Once<T> once) {
        return Uni.createFrom()
                .item(reading)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(read -> read instanceof PlanReading.Accepted accepted
                        ? transactions.run(
                                context,
                                transaction -> once.once(
                                        transaction,
                                        context,
                                        () -> take(transaction, importer, accepted)
                                                .map(answer)))
                        : Uni.createFrom()
                                .item(answer.apply(new PlanOutcome.Refused(((PlanReading.Refused) read).findings()))));
    }

    private Uni<PlanOutcome> take(SqlConnection transaction, Importer importer, PlanReading.Accepted given) {
        Set<String> named = given.plans().stream()
                .map(GivenPlan::offering)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return table.offerings(transaction, named).flatMap(offerings -> {
            List<PlanFinding> unknown = unknown(given, offerings.keySet());
            return unknown.isEmpty()
                    ? store(transaction, importer, given, offerings)
                    : Uni.createFrom().item(new PlanOutcome.Refused(unknown));
        });
    }

    private Uni<PlanOutcome> store(
            SqlConnection transaction,
            Importer importer,
            PlanReading.Accepted given,
            Map<String, PlanImportDocument.Offering> offerings) {
        PlanImportDocument document = new PlanImportDocument(given.plans(), offerings);
        return Uni.createFrom()
                .item(document::bytes)
                .emitOn(Infrastructure.getDefaultWorkerPool()) // reading ten thousand prices is computing
                .flatMap(bytes -> imports.take(transaction, importer, bytes))
                .flatMap(outcome -> outcome instanceof ImportOutcome.Imported imported
                        ? table.versions(transaction, versions(given)).map(versions -> {
                            SectionCount count = count(imported);
                            return (PlanOutcome) new PlanOutcome.Stored(
                                    versions, count.created(), count.updated(), count.unchanged());
                        })
                        : Uni.createFrom().item(refused(given, document, (ImportOutcome.Refused) outcome)));
    }

    private static List<PlanFinding> unknown(PlanReading.Accepted given, Set<String> offerings) {
        List<PlanFinding> unknown = new ArrayList<>();
        for (int i = 0; i < given.plans().size(); i++) {
            String offering = given.plans().get(i).offering();
            if (offering != null && !offerings.contains(offering)) {
                unknown.add(new PlanFinding(
                        given.places().of(i, "/offering"),
                        OnboardingError.UNKNOWN_REFERENCE,
                        "there is no offering '" + offering + "'"));
            }
        }
        return unknown;
    }

    private static PlanOutcome refused(
            PlanReading.Accepted given, PlanImportDocument document, ImportOutcome.Refused refused) {
        return new PlanOutcome.Refused(refused.findings().stream()
                .map(finding -> {
                    Origin origin = document.origin(finding.pointer());
                    return new PlanFinding(
                            given.places().of(origin.plan(), origin.pointer()), finding.code(), finding.message());
                })
                .toList());
    }

    private static List<Version> versions(PlanReading.Accepted given) {
        return given.plans().stream()
                .map(plan -> new Version(
                        plan.plan().path("key").textValue(),
                        plan.plan().path("version").intValue()))
                .toList();
    }

    private static SectionCount count(ImportOutcome.Imported imported) {
        return imported.sections().stream()
                .filter(section -> section.section().equals(SECTION))
                .findFirst()
                .orElseThrow();
    }
}
