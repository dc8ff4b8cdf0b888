package io.billinghub.api.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.rating.modifier.change.ServiceChange;
import io.billinghub.core.rating.modifier.change.ServiceHistory;
import io.billinghub.core.rating.modifier.change.ServiceHistory.Told;
import io.billinghub.core.rating.modifier.change.ServiceState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * From which day on another quantity or status of a product holds: the {@code changeDate} of a PATCH. It is said with the change and not
 * kept; the trigger that notes what matters to fees takes it from the transaction, and today where nothing is said. Said with the quantity
 * or the status that the product has already, it moves the change that was told last.
 */
final class ProductChange {

    static final String DATE = "changeDate";

    private static final String QUANTITY = "quantity";
    private static final String STATUS = "status";

    private static final String PRODUCT = """
            select c.time_zone, p.started_on
            from product p join billing_account a on a.id = p.account_id join bill_cycle c on c.id = a.cycle_id
            where p.uuid = $1
            """;

    private static final String SAY = "select set_config('hub.change_day', $1, true)";

    private static final String HISTORY = """
            select h.changed_on, h.quantity, h.paused from product_change h join product p on p.id = h.product_id
            where p.uuid = $1 order by h.id
            """;

    private static final String NOTE = """
            insert into product_change (tenant_id, product_id, account_id, changed_on, quantity, paused)
            select hub_tenant(), id, account_id, $2, $3, $4 from product where uuid = $1
            """;

    /** The states that "active" may end the pause of. */
    private static final Set<String> PAUSING = Set.of(ProductState.SUSPENDED, ProductState.PENDING_TERMINATE);

    /** The states in which it is told that a product is paused, or is so no longer. */
    private static final Set<String> TELLING = Set.of(ProductState.SUSPENDED, ProductState.ACTIVE);

    private ProductChange() {}

    /** Tells the transaction the day, where the change says one; or moves what was told before, where nothing else changes. */
    static Uni<Void> say(
            SqlConnection connection, UUID id, ObjectNode said, ObjectNode before, ObjectNode after, Clock clock) {
        if (!after.has(DATE)) {
            return Uni.createFrom().voidItem();
        }
        boolean changes = counts(before, after);
        boolean quantityAgain = !changes && said.has(QUANTITY);
        boolean pauseAgain = !changes
                && said.has(STATUS)
                && before.path(STATUS).equals(after.path(STATUS))
                && TELLING.contains(after.path(STATUS).asText());
        if (!changes && !quantityAgain && !pauseAgain) {
            throw noChange();
        }
        LocalDate day = ProductDays.day(after.path(DATE).textValue());
        return connection
                .preparedQuery(PRODUCT)
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().next())
                .invoke(row -> {
                    requireAfterBegin(day, row.getLocalDate("started_on"));
                    requireNotAhead(day, LocalDate.ofInstant(clock.instant(), ZoneId.of(row.getString("time_zone"))));
                })
                .flatMap(row -> changes
                        ? connection
                                .preparedQuery(SAY)
                                .execute(Tuple.of(day.toString()))
                                .replaceWithVoid()
                        : move(connection, id, day, quantityAgain, pauseAgain));
    }

    private static void requireAfterBegin(LocalDate day, LocalDate start) {
        if (start.equals(ProductDays.NOT_BEGUN)) {
            throw refuse("the product has not begun. Leave the day out; what it is told now holds when it begins");
        }
        if (day.isBefore(start)) {
            throw refuse(day + " is before the product begins, " + start + ". Send that day, or a later one");
        }
    }

    private static void requireNotAhead(LocalDate day, LocalDate today) {
        if (day.isAfter(today)) {
            throw refuse(day + " is later than today, " + today + ". Send the change on its day");
        }
    }

    private static Uni<Void> move(SqlConnection connection, UUID id, LocalDate day, boolean quantity, boolean pause) {
        return connection.preparedQuery(HISTORY).execute(Tuple.of(id)).flatMap(rows -> {
            List<Told> told = new ArrayList<>();
            rows.forEach(row -> told.add(
                    new Told(row.getLocalDate("changed_on"), row.getBigDecimal("quantity"), row.getBoolean("paused"))));
            ServiceHistory history = told.isEmpty() ? null : ServiceHistory.of(told);
            Optional<Last> many = quantity ? Last.of(history, ProductChange::sameQuantity) : Optional.empty();
            Optional<Last> paused = pause ? Last.of(history, ProductChange::samePause) : Optional.empty();
            if (many.isEmpty() && paused.isEmpty()) {
                throw noChange();
            }
            List<Told> moved = new ArrayList<>();
            many.ifPresent(last -> last.move(day, (on, state) -> moved.add(new Told(on, state.quantity(), null))));
            paused.ifPresent(last -> last.move(day, (on, state) -> moved.add(new Told(on, null, state.paused()))));
            Uni<Void> noted = Uni.createFrom().voidItem();
            for (Told each : moved) {
                noted = noted.flatMap(done -> connection
                                .preparedQuery(NOTE)
                                .execute(Tuple.of(id, each.on(), each.quantity(), each.paused())))
                        .replaceWithVoid();
            }
            return noted;
        });
    }

    private static boolean sameQuantity(ServiceState one, ServiceState other) {
        return one.quantity().compareTo(other.quantity()) == 0;
    }

    private static boolean samePause(ServiceState one, ServiceState other) {
        return one.paused() == other.paused();
    }

    /** The last change of something, and the first day on which it holds. */
    private record Last(LocalDate on, ServiceState was, ServiceState is) {

        /** @param history null of a product that never changed */
        static Optional<Last> of(ServiceHistory history, BiPredicate<ServiceState, ServiceState> same) {
            List<ServiceChange> changes = history == null ? List.of() : history.changes();
            for (int i = changes.size() - 1; i > 0; i--) {
                ServiceState was = changes.get(i - 1).state();
                ServiceState is = changes.get(i).state();
                if (!same.test(was, is)) {
                    return Optional.of(new Last(changes.get(i).on(), was, is));
                }
            }
            return Optional.empty();
        }

        /** Tells what it takes to let it hold from the day on: from a day that was too early on, it stands as it stood before. */
        void move(LocalDate day, BiConsumer<LocalDate, ServiceState> tell) {
            if (on.equals(day)) {
                return;
            }
            if (on.isBefore(day)) {
                tell.accept(on, was);
            }
            tell.accept(day, is);
        }
    }

    private static boolean counts(ObjectNode before, ObjectNode after) {
        JsonNode was = before.path(QUANTITY);
        JsonNode is = after.path(QUANTITY);
        return !is.isNumber()
                || is.decimalValue().compareTo(was.decimalValue()) != 0
                || pauses(before.path(STATUS).asText(), after.path(STATUS).asText());
    }

    private static boolean pauses(String was, String is) {
        return is.equals(ProductState.ACTIVE) && PAUSING.contains(was)
                || is.equals(ProductState.SUSPENDED) && !is.equals(was);
    }

    private static HubException noChange() {
        return refuse(
                "says from which day on another quantity, or a pause (suspended, active again), holds, and neither"
                        + " changes, nor has what is sent changed before. Leave it out; the day of the beginning is startDate, that"
                        + " of the end terminationDate");
    }

    private static HubException refuse(String why) {
        return new HubException(ApiError.INVALID_BODY, "/" + DATE + ": " + why + ".");
    }
}
