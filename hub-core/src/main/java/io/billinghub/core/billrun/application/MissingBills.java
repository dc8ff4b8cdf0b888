package io.billinghub.core.billrun.application;

import io.billinghub.core.cycle.CyclePeriod;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.LocalDate;
import java.util.List;

/** Tells which bills of partners are expected for a period and have not come; whoever takes documents in knows. */
public interface MissingBills {

    /**
     * A bill that has not come.
     *
     * @param partnerId {@code party_role.id}
     * @param adapter key of the adapter by which it is expected
     * @param dueOn the last day on which it is in time
     */
    record Missing(long partnerId, String adapter, LocalDate dueOn) {}

    /** The bills of the period that have not come, on the connection. */
    Uni<List<Missing>> of(SqlConnection connection, CyclePeriod period);
}
