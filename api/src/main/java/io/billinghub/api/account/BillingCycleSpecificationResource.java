package io.billinghub.api.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.MasterDataResource;
import io.billinghub.api.tmf630.resource.Validity;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * TMF666 billingCycleSpecification: a billing cycle. Its period is a month that begins {@code billingDateShift} days after the
 * first of the calendar's month, so 0 is day 1; its bills are due {@code paymentDueDateOffset} days after their date.
 */
@Singleton
class BillingCycleSpecificationResource extends MasterDataResource {

    private static final String SHIFT = "billingDateShift";
    private static final String OFFSET = "paymentDueDateOffset";
    private static final String ZONE = "timeZone";
    private static final String OPEN_FROM = "openFrom";
    private static final String MONTHLY = "monthly";
    private static final int LAST_SHIFT = 30;
    private static final int MOST_DAYS = 365;
    private static final int USUAL_DAYS = 14;
    private static final Pattern MONTH = Pattern.compile("(?i)\\s*(monthly|(1[ -]?)?months?|P1M)\\s*");

    private static final PagedQuery QUERY = new PagedQuery("""
            select c.uuid, c.extension::text as extension, c.key, c.name, c.day_of_month, c.time_zone, c.payment_days, c.open_from
            """, "from bill_cycle c where ");

    private static final Definition DEFINITION = Definition.of(AccountRights.API, "billingCycleSpecification")
            .tag(AccountRights.TAG)
            .rights(AccountRights.OF_STAFF)
            .attributes("""
                    billingDateShift: integer
                    billingPeriod: string
                    chargeDateOffset: integer
                    creditDateOffset: integer
                    description: string
                    frequency: string
                    key: string, fixed
                    mailingDateOffset: integer
                    name: string, required
                    openFrom: dateTime, fixed
                    paymentDueDateOffset: integer
                    timeZone: string
                    validFor: period
                    """)
            .tieBreaker("c.id")
            .kept("('{\"frequency\": \"monthly\", \"billingPeriod\": \"monthly\"}'::jsonb || c.extension)")
            .column("id", "c.uuid", ValueType.UUID)
            .column("key", "c.key", ValueType.TEXT)
            .column("name", "c.name", ValueType.TEXT)
            .column(SHIFT, "(c.day_of_month - 1)", ValueType.NUMBER)
            .column(OFFSET, "c.payment_days", ValueType.NUMBER)
            .column(ZONE, "c.time_zone", ValueType.TEXT)
            .column(OPEN_FROM, "c.open_from", ValueType.DAY)
            .example("""
                    {"name": "From the 15th", "frequency": "monthly", "billingDateShift": 14, "paymentDueDateOffset": 21,
                     "timeZone": "Europe/Helsinki"}
                    """)
            .build();

    private final Clock clock;

    BillingCycleSpecificationResource(MasterDataImport imports, Clock clock) {
        super(imports, "bill_cycle", "key");
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
        ObjectNode shown = KeptJson.read(row.getString("extension"));
        shown.put("key", row.getString("key"))
                .put("name", row.getString("name"))
                .put(SHIFT, row.getInteger("day_of_month") - 1)
                .put(OFFSET, row.getInteger("payment_days"))
                .put(ZONE, row.getString("time_zone"))
                .put(OPEN_FROM, row.getLocalDate("open_from") + "T00:00:00Z");
        for (String period : List.of("frequency", "billingPeriod")) {
            if (!shown.has(period)) {
                shown.put(period, MONTHLY);
            }
        }
        return shown;
    }

    @Override
    protected Set<String> interpreted() {
        return Set.of("key", "name", SHIFT, OFFSET, ZONE, OPEN_FROM);
    }

    /** A cycle without a key is called by its id. */
    @Override
    public Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        ObjectNode keyed = body.deepCopy();
        if (text(keyed, "key") == null) {
            keyed.put("key", id.toString());
        }
        return super.create(connection, login, id, keyed);
    }

    @Override
    protected Uni<Entry> entry(SqlConnection connection, String stored, ObjectNode body) {
        requireMonthly(body, "frequency");
        requireMonthly(body, "billingPeriod");
        int shift = number(body, SHIFT, 0, LAST_SHIFT, "; 0 begins the period on day 1 of the month");
        int days = number(body, OFFSET, USUAL_DAYS, MOST_DAYS, " days");
        String key = stored == null ? text(body, "key") : stored;
        return connection
                .query("select time_zone from tenant where id = hub_tenant()")
                .execute()
                .map(rows -> {
                    String said = text(body, ZONE);
                    String zone = said == null ? rows.iterator().next().getString(0) : said;
                    ObjectNode document = body.objectNode();
                    ObjectNode cycle = document.putArray("cycles").addObject();
                    cycle.put("key", key)
                            .put("name", text(body, "name"))
                            .put("dayOfMonth", shift + 1)
                            .put(ZONE, zone)
                            .put("paymentDays", days);
                    Validity.read(body.path(OPEN_FROM), "/" + OPEN_FROM, cycle, OPEN_FROM);
                    openFrom(cycle, stored == null, shift + 1, zone);
                    return new Entry(key, document);
                });
    }

    /** The first day of a period: of the one that is said, or of the one that is running. */
    private void openFrom(ObjectNode cycle, boolean isNew, int dayOfMonth, String zone) {
        String said = cycle.path(OPEN_FROM).asText(null);
        if (said == null) {
            LocalDate today = LocalDate.now(clock.withZone(zone(zone)));
            cycle.put(
                    OPEN_FROM, CyclePeriod.containing(today, dayOfMonth).from().toString());
            return;
        }
        LocalDate first =
                CyclePeriod.containing(LocalDate.parse(said), dayOfMonth).from();
        if (isNew && !first.toString().equals(said)) {
            throw new HubException(
                    ApiError.UNSUPPORTED_VALUE,
                    "/" + OPEN_FROM + ": must be the first day of a period, such as " + first + ", not " + said + ".");
        }
    }

    /** What is no zone is refused by the rules of master data; until then any will do. */
    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return ZoneId.of("UTC");
        }
    }

    private static void requireMonthly(ObjectNode body, String attribute) {
        String said = text(body, attribute);
        if (said != null && !MONTH.matcher(said).matches()) {
            throw new HubException(
                    ApiError.UNSUPPORTED_VALUE,
                    "/" + attribute + ": the hub bills monthly, not '" + said + "'; write monthly, or leave it out.");
        }
    }

    private static int number(ObjectNode body, String attribute, int otherwise, int most, String unit) {
        JsonNode said = body.path(attribute);
        if (!said.isInt()) {
            return otherwise;
        }
        if (said.intValue() < 0 || said.intValue() > most) {
            throw new HubException(
                    ApiError.UNSUPPORTED_VALUE,
                    "/" + attribute + ": must be 0 to " + most + unit + ", not " + said.intValue() + ".");
        }
        return said.intValue();
    }
}
