package io.billinghub.api.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.core.error.HubException;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.plan.HeldPrice;
import io.billinghub.onboarding.error.OnboardingError;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which prices belong to an offering. All versions of a price go together. */
final class OfferingPrices {

    private static final String NAMED = """
            select p.uuid::text as id, p.key, p.definition is not null as billable, p.extension::text as extension,
                   p.offering_id, o.name as offering
              from price_plan p left join product_offering o on o.id = p.offering_id
             where p.uuid::text = any ($1)
            """;

    private static final String DROPPED =
            "select count(*) from price_plan where offering_id = $1 and key <> all ($2::text[])";
    private static final String DROP =
            "update price_plan set offering_id = null where offering_id = $1 and key <> all ($2::text[])";
    private static final String ADD = """
            update price_plan set offering_id = $1
             where key = any ($2::text[]) and definition is not null and offering_id is distinct from $1
            """;

    private static final String HELD = """
            select key, version, definition::text as definition, valid_from, valid_to from price_plan
             where offering_id = $1 order by key, version
            """;

    private OfferingPrices() {}

    /**
     * Gives the offering these prices and no others.
     *
     * @param references as the attribute productOfferingPrice has them
     * @return fails with UNKNOWN_REFERENCE, NOT_BILLABLE, PRICE_TAKEN or PRICES_OVERLAP, and with IN_USE where a price would be
     *     taken away from an offering that is in use
     */
    static Uni<Void> set(SqlConnection connection, long offeringId, JsonNode references) {
        List<String> ids = References.ids(references);
        return connection
                .preparedQuery(NAMED)
                .execute(Tuple.tuple().addArrayOfString(ids.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, Row> found = new HashMap<>();
                    rows.forEach(row -> found.put(row.getString("id"), row));
                    List<String> keys = new ArrayList<>();
                    for (int i = 0; i < ids.size(); i++) {
                        Row row = found.get(ids.get(i));
                        requireFree(row, offeringId, ids.get(i), "/productOfferingPrice/" + i);
                        keys.add(row.getString("key"));
                    }
                    return keys.toArray(String[]::new);
                })
                .call(keys -> drop(connection, offeringId, keys))
                .call(keys -> connection.preparedQuery(ADD).execute(values(offeringId, keys)))
                .flatMap(done -> requireNoOverlap(connection, offeringId));
    }

    private static void requireFree(Row row, long offeringId, String id, String pointer) {
        if (row == null) {
            throw References.unknown(pointer + "/id", "ProductOfferingPrice", id);
        }
        if (!row.getBoolean("billable")) {
            String reason = PriceTranslation.of(KeptJson.read(row.getString("extension")), row.getString("key"), 1)
                    .reason();
            throw new HubException(ApiError.NOT_BILLABLE, pointer + ": " + reason + ".");
        }
        Long owner = row.getLong("offering_id");
        if (owner != null && owner != offeringId) {
            throw new HubException(
                    ApiError.PRICE_TAKEN,
                    pointer + ": is a price of the product offering '" + row.getString("offering") + "'.");
        }
    }

    private static Uni<Void> drop(SqlConnection connection, long offeringId, String[] keys) {
        return connection
                .preparedQuery(DROPPED)
                .execute(values(offeringId, keys))
                .map(rows -> rows.iterator().next().getLong(0) > 0)
                .flatMap(drops -> drops
                        ? OfferingUse.of(connection, offeringId).flatMap(user -> {
                            if (user.isPresent()) {
                                throw new HubException(
                                        ApiError.IN_USE,
                                        "/productOfferingPrice: a price can't be taken away, since there is "
                                                + user.get() + " of the offering; end it by its validFor.");
                            }
                            return connection.preparedQuery(DROP).execute(values(offeringId, keys));
                        })
                        : Uni.createFrom().nullItem())
                .replaceWithVoid();
    }

    /** Fails with PRICES_OVERLAP where two of the offering's prices would hold for the same thing on the same day. */
    static Uni<Void> requireNoOverlap(SqlConnection connection, long offeringId) {
        return connection
                .preparedQuery(HELD)
                .execute(Tuple.of(offeringId))
                .invoke(rows -> {
                    List<HeldPrice> seen = new ArrayList<>();
                    for (Row row : rows) {
                        HeldPrice held = HeldPrice.of(
                                PricePlanJson.read(row.getString("definition")).orElseThrow(),
                                row.getLocalDate("valid_from"),
                                row.getLocalDate("valid_to"));
                        seen.stream().filter(held::overlaps).findFirst().ifPresent(other -> {
                            throw new HubException(
                                    OnboardingError.PRICES_OVERLAP,
                                    "/productOfferingPrice: " + HeldPrice.overlap(other, held) + ".");
                        });
                        seen.add(held);
                    }
                })
                .replaceWithVoid();
    }

    private static Tuple values(long offeringId, String[] keys) {
        return Tuple.tuple().addLong(offeringId).addArrayOfString(keys);
    }
}
