package io.billinghub.adapters.intake;

import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.descriptor.AdapterDescriptors;
import io.billinghub.adapters.descriptor.DescriptorReader;
import io.billinghub.adapters.document.DocumentQueries;
import io.billinghub.adapters.document.DocumentStore;
import io.billinghub.adapters.quarantine.QuarantineDesk;
import io.billinghub.adapters.quarantine.QuarantineQueries;
import io.billinghub.adapters.quarantine.QuarantineReplays;
import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.event.infrastructure.SqlOutbox;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.Tenants;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** The module's services on a real database, put together by hand, with a tenant and its partners. */
public final class Hub implements AutoCloseable {

    static final String MASTER_DATA = """
            insert into party (tenant_id, uuid, key, kind, name, country)
            values (hub_tenant(), gen_random_uuid(), 'cirrus', 'ORGANIZATION', 'Cirrus', 'US'),
                   (hub_tenant(), gen_random_uuid(), 'buyer', 'ORGANIZATION', 'Buyer', 'FI');
            insert into party_role (tenant_id, uuid, party_id, role, key)
            select hub_tenant(), gen_random_uuid(), id, 'PARTNER', k from party, unnest(array['cirrus', 'kinobox', 'sensate']) k
             where party.key = 'cirrus';
            insert into agreement (tenant_id, uuid, key, name, partner_id)
            select hub_tenant(), gen_random_uuid(), r.key, r.key, r.id from party_role r;
            insert into agreement_version (tenant_id, agreement_id, version, valid_from, selling_model, currency, share_model, residue_party)
            select hub_tenant(), id, 1, date '2026-01-01', case when key = 'kinobox' then 'AGENCY' else 'RESALE' end,
                   case when key = 'cirrus' then 'USD' else 'EUR' end, '{}', 'csp' from agreement;
            insert into bill_cycle (tenant_id, uuid, key, name, day_of_month, time_zone, payment_days, open_from)
            values (hub_tenant(), gen_random_uuid(), 'monthly', 'Monthly', 1, 'Europe/Helsinki', 14, date '2026-10-01');
            insert into billing_account (tenant_id, uuid, number, name, party_id, root_id, cycle_id, currency)
            select hub_tenant(), gen_random_uuid(), 'NL-1001', 'Buyer', p.id, 1, c.id, 'EUR' from party p, bill_cycle c
             where p.key = 'buyer';
            """;

    final TestDatabase database;
    public final TenantContext tenant;
    public final AdapterDescriptors descriptors;
    public final DocumentQueries queries;
    public final DocumentIntake intake;
    public final QuarantineQueries quarantine;
    public final QuarantineReplays replays;
    public final QuarantineDesk desk;
    final RawRecords records;
    final DocumentStore store;
    final Clock clock;
    public final AdapterSettings settings;

    public Hub(String name, Path inbox) {
        this.database = TestDatabase.create(name);
        this.tenant = database.tenant("nordlys");
        this.settings = new TestSettings(inbox.toString(), Duration.ofSeconds(2));
        IdGenerator ids = UUID::randomUUID;
        this.clock = Clock.fixed(Instant.parse("2026-11-01T06:00:00Z"), ZoneOffset.UTC);
        DescriptorReader reader = new DescriptorReader();
        this.descriptors = new AdapterDescriptors(database.transactions(), reader, ids);
        this.store = new DocumentStore(database.transactions(), new SqlOutbox(), ids);
        this.queries = new DocumentQueries(database.transactions(), store);
        DocumentProcessing processing =
                new DocumentProcessing(database.transactions(), store, reader, new SqlOutbox(), ids, clock, settings);
        this.quarantine = new QuarantineQueries(clock);
        this.replays = new QuarantineReplays(
                database.transactions(),
                new Tenants(database.app()),
                new DocumentReplay(
                        database.transactions(),
                        processing,
                        new BatchReplay(store, new AccountLinks(clock), ids, clock),
                        new SqlOutbox(),
                        ids,
                        clock),
                new AuditLog(),
                new SqlOutbox(),
                ids,
                clock);
        this.desk = new QuarantineDesk(quarantine, replays, new AuditLog(), new SqlOutbox(), ids, clock);
        this.records = new RawRecords(store, settings);
        this.intake = new DocumentIntake(
                store, processing, database.transactions(), new Tenants(database.app()), clock, settings);
        for (String statement : MASTER_DATA.split(";\n", -1)) {
            if (!statement.isBlank()) {
                database.execute(tenant, statement);
            }
        }
        link("cirrus", "acc-1", "VM");
        link("kinobox", "77", "F1");
        link("sensate", "dev-9", "*");
    }

    /** The same settings with less patience for a partner's system that is silent. */
    public AdapterSettings impatient() {
        return new TestSettings(settings.inbox(), Duration.ofMillis(400));
    }

    private void link(String partner, String account, String product) {
        database.execute(tenant, """
                insert into account_link (tenant_id, partner_id, partner_account, account_id)
                select hub_tenant(), r.id, '%s', a.id from party_role r, billing_account a where r.key = '%s'
                """.formatted(account, partner));
        database.execute(tenant, """
                insert into product_offering (tenant_id, uuid, key, name, unit, tax_class)
                values (hub_tenant(), gen_random_uuid(), '%s', '%s', 'piece', 'standard')
                """.formatted(partner, partner));
        database.execute(tenant, """
                insert into offering_link (tenant_id, partner_id, partner_product, offering_id)
                select hub_tenant(), r.id, '%s', o.id from party_role r, product_offering o where r.key = '%s' and o.key = '%s'
                """.formatted(product, partner, partner));
    }

    /** Stores a descriptor of the partner's. */
    public void adapter(String partner, String kind, String transport, String format, String mapping) {
        TestDatabase.await(descriptors.put(tenant, partner, """
                {"key": "%s", "partner": "%s", "agreement": "%s", "kind": "%s", "transport": %s, "format": %s %s}
                """.formatted(
                        partner,
                        partner,
                        partner,
                        kind,
                        transport,
                        format,
                        mapping.isEmpty() ? "" : ", \"mapping\": " + mapping)));
    }

    IntakeOutcome push(String partner, String fileName, String text) {
        return push(partner, fileName, text.getBytes(StandardCharsets.UTF_8));
    }

    IntakeOutcome push(String partner, String fileName, byte[] bytes) {
        return TestDatabase.await(
                intake.receive(tenant, partner, null, fileName, null, new ByteArrayInputStream(bytes)));
    }

    Uni<IntakeOutcome> receive(String partner, String text) {
        return intake.receive(
                tenant,
                partner,
                null,
                "document",
                null,
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    public io.billinghub.core.tenancy.TenantTransaction transactions() {
        return database.transactions();
    }

    public UsageBatches usageBatches() {
        return new UsageBatches(store, new AccountLinks(clock), new SqlOutbox(), UUID::randomUUID, clock);
    }

    public io.vertx.mutiny.core.Vertx vertx() {
        return database.vertx();
    }

    public io.vertx.mutiny.sqlclient.Pool pool() {
        return database.app();
    }

    public void execute(String statement) {
        database.execute(tenant, statement);
    }

    public String sql(String query) {
        return database.text(tenant, query);
    }

    @Override
    public void close() {
        database.close();
    }
}
