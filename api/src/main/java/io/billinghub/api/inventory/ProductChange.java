package io.billinghub.api.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;

/**
 * From which day on another quantity or status of a product holds: the {@code changeDate} of a PATCH. It is said with the change and not
 * kept; the trigger that notes what matters to fees takes it from the transaction, and today where nothing is said.
 */
final class ProductChange {

    static final String DATE = "changeDate";

    private static final String ZONE = """
            select c.time_zone from product p join billing_account a on a.id = p.account_id join bill_cycle c on c.id = a.cycle_id
            where p.uuid = $1
            """;

    private static final String SAY = "select set_config('hub.change_day', $1, true)";

    /** The states that "active" may end the pause of. */
    private static final Set<String> PAUSING = Set.of(ProductState.SUSPENDED, ProductState.PENDING_TERMINATE);

    private ProductChange() {}

    /** Tells the transaction the day, where the change says one. */
    static Uni<Void> say(SqlConnection connection, UUID id, ObjectNode before, ObjectNode after, Clock clock) {
        if (!after.has(DATE)) {
            return Uni.createFrom().voidItem();
        }
        if (!counts(before, after)) {
            throw refuse(
                    "says from which day on another quantity, or a pause (suspended, active again), holds, and neither"
                            + " changes. Leave it out; the day of the beginning is startDate, that of the end terminationDate");
        }
        LocalDate day = ProductDays.day(after.path(DATE).textValue());
        return connection
                .preparedQuery(ZONE)
                .execute(Tuple.of(id))
                .invoke(rows -> {
                    LocalDate today = LocalDate.ofInstant(
                            clock.instant(), ZoneId.of(rows.iterator().next().getString(0)));
                    if (day.isAfter(today)) {
                        throw refuse(day + " is later than today, " + today + ". Send the change on its day");
                    }
                })
                .flatMap(known -> connection.preparedQuery(SAY).execute(Tuple.of(day.toString())))
                .replaceWithVoid();
    }

    private static boolean counts(ObjectNode before, ObjectNode after) {
        JsonNode was = before.path("quantity");
        JsonNode is = after.path("quantity");
        return !is.isNumber()
                || is.decimalValue().compareTo(was.decimalValue()) != 0
                || pauses(before.path("status").asText(), after.path("status").asText());
    }

    private static boolean pauses(String was, String is) {
        return is.equals(ProductState.ACTIVE) && PAUSING.contains(was)
                || is.equals(ProductState.SUSPENDED) && !is.equals(was);
    }

    private static HubException refuse(String why) {
        return new HubException(ApiError.INVALID_BODY, "/" + DATE + ": " + why + ".");
    }
}
