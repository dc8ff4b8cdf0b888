package io.billinghub.onboarding.masterdata;

import static io.billinghub.core.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billrun.application.BilledDays;
import io.billinghub.core.billrun.infrastructure.BilledDaysSql;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.Tenants;
import io.billinghub.core.testing.TestDatabase;
import io.billinghub.onboarding.masterdata.application.Importer;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.billinghub.onboarding.masterdata.infrastructure.MasterDataStore;
import io.billinghub.onboarding.masterdata.model.Finding;
import io.billinghub.onboarding.masterdata.model.ImportOutcome;
import io.billinghub.onboarding.masterdata.model.ImportOutcome.Imported;
import io.billinghub.onboarding.masterdata.model.ImportOutcome.Refused;
import io.billinghub.onboarding.masterdata.model.ImportOutcome.SectionCount;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The import on a real database, one for all classes: each test has tenants of its own. It is 15 October 2026. */
final class TestImports implements AutoCloseable {

    private final TestDatabase database = TestDatabase.create("hub_it_master_data");
    private final MasterDataImport imports = new MasterDataImport(
            new Tenants(database.app()),
            database.transactions(),
            new MasterDataStore(UuidCreator::getTimeOrderedEpoch),
            new BilledDays(new BilledDaysSql()),
            Clock.fixed(Instant.parse("2026-10-15T09:00:00Z"), ZoneOffset.UTC));

    /** Opens it before the first class that asks for it and closes it after the last. */
    static final class Shared implements ParameterResolver {

        private static final Namespace HERE = Namespace.create(TestImports.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == TestImports.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(HERE)
                    .getOrComputeIfAbsent(TestImports.class, key -> new TestImports(), TestImports.class);
        }
    }

    /** As one who may define the tenant, too. */
    Uni<ImportOutcome> begin(String tenant, byte[] document) {
        return imports.run(new Importer(tenant, "anna", true), document);
    }

    ImportOutcome run(String tenant, byte[] document) {
        return await(begin(tenant, document));
    }

    ImportOutcome run(Importer importer, byte[] document) {
        return await(imports.run(importer, document));
    }

    List<SectionCount> imported(String tenant, byte[] document) {
        ImportOutcome outcome = run(tenant, document);
        assertThat(outcome).isInstanceOf(Imported.class);
        return ((Imported) outcome).sections();
    }

    List<Finding> refused(String tenant, byte[] document) {
        ImportOutcome outcome = run(tenant, document);
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).findings();
    }

    Optional<Integer> idOf(String tenant) {
        return await(new Tenants(database.app()).idOf(tenant));
    }

    void execute(String tenant, String sql) {
        database.execute(context(tenant), sql);
    }

    long number(String tenant, String sql) {
        return database.number(context(tenant), sql);
    }

    String text(String tenant, String sql) {
        return database.text(context(tenant), sql);
    }

    private TenantContext context(String tenant) {
        return TenantContext.of(idOf(tenant).orElseThrow(), "test");
    }

    @Override
    public void close() {
        database.close();
    }
}
