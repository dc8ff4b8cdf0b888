package io.billinghub.api.catalog;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Optional;

/** Whether bills may have used an offering, or will: tables that are written in bulk have no foreign keys to tell so. */
final class OfferingUse {

    /** The cheap questions first; an offering that nobody has subscribed is looked for in every period. */
    private static final String USE = """
            select case when exists (select from product where offering_id = $1) then 'a product'
                        when exists (select from usage_record where offering_id = $1) then 'usage'
                        when exists (select from partner_bill_line where offering_id = $1) then 'a line of a partner bill'
                        when exists (select from charge where offering_id = $1) then 'a charge' end
            """;

    private OfferingUse() {}

    /** What uses the offering, in words; empty where nothing does. */
    static Uni<Optional<String>> of(SqlConnection connection, long offeringId) {
        return connection
                .preparedQuery(USE)
                .execute(Tuple.of(offeringId))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getString(0)));
    }
}
