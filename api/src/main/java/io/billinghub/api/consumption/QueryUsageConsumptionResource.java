package io.billinghub.api.consumption;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.consumption.ConsumptionSql.Names;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.Operation;
import io.billinghub.api.tmf630.resource.ReferenceId;
import io.billinghub.api.tmf630.resource.TmfResource;
import io.billinghub.core.consumption.application.Consumptions;
import io.billinghub.core.consumption.infrastructure.PayingAccountSql;
import io.billinghub.core.consumption.model.Consumption;
import io.billinghub.core.consumption.model.PayingAccount;
import io.billinghub.core.consumption.model.Used;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * TMF677 queryUsageConsumption: a question about the usage of an account so far. It is answered at once, by what has been taken in until
 * then, and the answer is kept with it until it is deleted or its time is over; who wants to know what has come since asks again.
 */
@Singleton
class QueryUsageConsumptionResource implements TmfResource {

    private static final String ANSWER = "usageConsumption";
    private static final String ACCOUNT = "partyAccount";
    private static final String DATE = "queryUsageConsumptionDate";

    private static final PagedQuery QUERY =
            new PagedQuery("select e.uuid, e.extension::text as extension ", "from usage_consumption_query e where");

    private static final String INSERT = """
            insert into usage_consumption_query (tenant_id, uuid, account_id, partner_id, asked_at, extension, asked_by, by_customer)
            values (hub_tenant(), $1, $2, hub_partner(), $3, $4::text::jsonb, $5, hub_account() is not null)
            """;

    private static final Definition DEFINITION = Definition.of(ConsumptionRights.API, "queryUsageConsumption")
            .tag(ConsumptionRights.TAG)
            .rights(ConsumptionRights.OF_QUERIES)
            .operations(Operation.WITHOUT_PATCH)
            .attributes("""
                    partyAccount: [ref]
                    queryUsageConsumptionDate: dateTime
                    relatedParty: [ref]
                    searchCriteria: object, required
                    usageConsumption: [object], given
                    """)
            .tieBreaker("e.id")
            .kept("e.extension")
            .column("id", "e.uuid", ValueType.UUID)
            .example("""
                    {"searchCriteria": {
                       "partyAccount": [{"id": "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11", "@referredType": "BillingAccount"}],
                       "validPeriod": {"startDateTime": "2026-11-01T00:00:00Z"}}}
                    """)
            .build();

    private final PayingAccountSql accounts;
    private final Consumptions consumptions;
    private final ConsumptionSql sql;
    private final TenantTransaction transactions;
    private final Clock clock;

    QueryUsageConsumptionResource(
            PayingAccountSql accounts,
            Consumptions consumptions,
            ConsumptionSql sql,
            TenantTransaction transactions,
            Clock clock) {
        this.accounts = accounts;
        this.consumptions = consumptions;
        this.sql = sql;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public Definition definition() {
        return DEFINITION;
    }

    @Override
    public PagedQuery query() {
        return QUERY;
    }

    @Override
    public ObjectNode show(Row row) {
        return KeptJson.read(row.getString("extension"));
    }

    @Override
    public Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        Search search = Search.of(body);
        Instant now = clock.instant();
        return account(connection, login, search)
                .flatMap(account -> wanted(connection, search, account)
                        .flatMap(wanted ->
                                report(connection, login, account, search.at().orElse(now), wanted, now))
                        .flatMap(report -> keep(connection, login, id, account, body, report, now)));
    }

    @Override
    public Uni<Void> change(
            SqlConnection connection, TenantContext login, UUID id, ObjectNode before, ObjectNode after) {
        throw new IllegalStateException("a query is not changed, its definition says so");
    }

    @Override
    public Uni<Void> delete(SqlConnection connection, TenantContext login, UUID id) {
        return connection
                .preparedQuery("delete from usage_consumption_query where uuid = $1")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    /** Who has asked is told: a partner, whose answer holds its own products alone, or the customer; what the host asks concerns nobody else. */
    @Override
    public Optional<String> owner() {
        return Optional.of("select partner_id, case when by_customer then account_id end as account_id"
                + " from usage_consumption_query where uuid = $1");
    }

    @Override
    public Optional<String> maker() {
        return Optional.of("select asked_by as made_by from usage_consumption_query where uuid = $1");
    }

    /** The question, without the name of the account; the answer can be had again. */
    @Override
    public ObjectNode audited(ObjectNode shown) {
        return shown.deepCopy().without(Set.of(ANSWER, ACCOUNT));
    }

    private Uni<PayingAccount> account(SqlConnection connection, TenantContext login, Search search) {
        if (search.account().isEmpty()) {
            if (login.accountId().isEmpty()) {
                throw new HubException(
                        ApiError.NOT_DERIVABLE,
                        "/searchCriteria/partyAccount: is missing; name the account whose usage is asked about.");
            }
            return accounts.byIds(connection, List.of(login.accountId().getAsLong()))
                    .map(own -> own.get(0));
        }
        UUID wanted = search.account().get();
        return accounts.byUuid(connection, wanted)
                .map(found -> found.orElseThrow(
                        () -> ReferenceId.unknown(wanted.toString(), "/searchCriteria/partyAccount/0/id")));
    }

    /** Which usage the search is about. */
    private Uni<Predicate<Used>> wanted(SqlConnection connection, Search search, PayingAccount account) {
        Uni<Set<Long>> offerings = search.products().isEmpty()
                ? Uni.createFrom().item(Set.<Long>of())
                : sql.offerings(connection, search.products(), ids(account))
                        .map(found -> found.orElseThrow(
                                () -> ReferenceId.unknown(search.products().toString(), "/searchCriteria/product")));
        return offerings.flatMap(ofProducts -> (search.parties().isEmpty()
                        ? Uni.createFrom().item(Set.<Long>of())
                        : sql.partners(connection, search.parties()))
                .map(ofPartners -> used -> (ofProducts.isEmpty() || ofProducts.contains(used.offeringId()))
                        && (ofPartners.isEmpty() || ofPartners.contains(used.partnerId()))));
    }

    /** Usage is rated as a run rates it, with all that is known of its accounts; a partner is shown its own. */
    private Uni<ObjectNode> report(
            SqlConnection connection,
            TenantContext login,
            PayingAccount account,
            Instant at,
            Predicate<Used> wanted,
            Instant now) {
        Predicate<Used> own =
                used -> login.partnerId().isEmpty() || login.partnerId().getAsLong() == used.partnerId();
        CyclePeriod period = account.periodAt(at);
        return transactions
                .lifted(connection, login, all -> consumptions.of(all, account.rated(), period, account.zone()))
                .map(all -> new Consumption(
                        period,
                        account.zone(),
                        all.used().stream().filter(own.and(wanted)).toList()))
                .flatMap(consumption -> names(connection, account, consumption)
                        .map(names -> new ConsumptionReport(account, names, now).of(consumption)));
    }

    private Uni<Names> names(SqlConnection connection, PayingAccount account, Consumption consumption) {
        return sql.names(
                connection,
                consumption.used().stream().map(Used::offeringId).distinct().toList(),
                consumption.used().stream().map(Used::partnerId).distinct().toList(),
                ids(account),
                consumption.period());
    }

    private static Uni<Void> keep(
            SqlConnection connection,
            TenantContext login,
            UUID id,
            PayingAccount account,
            ObjectNode body,
            ObjectNode report,
            Instant now) {
        ObjectNode kept = body.deepCopy();
        kept.remove(Set.of("id", "href"));
        if (!kept.hasNonNull(DATE)) {
            kept.put(DATE, now.toString());
        }
        if (!kept.hasNonNull(ACCOUNT) || kept.path(ACCOUNT).isEmpty()) {
            kept.putArray(ACCOUNT).add(report.path(ACCOUNT).path(0));
        }
        kept.putArray(ANSWER).add(report.put("id", id.toString()));
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(id, account.id(), now.atOffset(ZoneOffset.UTC), kept.toString(), login.actor()))
                .replaceWithVoid();
    }

    private static Long[] ids(PayingAccount account) {
        return account.accounts().stream().map(PayingAccount.Account::id).toArray(Long[]::new);
    }
}
