package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.AccountStateSql;
import io.billinghub.core.rating.modifier.loyalty.PointLot;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What accounts have of loyalty points, as bill runs have left it. */
@ApplicationScoped
public class LoyaltyPoints {

    private final AccountStateSql states;
    private final Clock clock;

    public LoyaltyPoints(AccountStateSql states, Clock clock) {
        this.states = states;
        this.clock = clock;
    }

    /**
     * What an account has.
     *
     * @param points the sum of the lots
     * @param lots those of which something is left and that have not expired, the oldest first
     * @param run {@code bill_run.uuid} of the latest run that has priced the account; empty before the first
     * @param period first day of the period that this run has billed
     */
    public record Balance(BigDecimal points, List<PointLot> lots, Optional<UUID> run, Optional<LocalDate> period) {
        public Balance {
            lots = List.copyOf(lots);
        }
    }

    /**
     * The balance today.
     *
     * @param account {@code billing_account.id}
     * @param zone of the account's cycle
     */
    public Uni<Balance> of(SqlConnection connection, long account, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        return states.latest(connection, account).map(left -> {
            List<PointLot> lots = left.map(found -> found.state().points()).orElse(List.of()).stream()
                    .filter(lot -> lot.points().signum() > 0)
                    .filter(lot -> lot.expires() == null || today.isBefore(lot.expires()))
                    .toList();
            BigDecimal points = lots.stream().map(PointLot::points).reduce(BigDecimal.ZERO, BigDecimal::add);
            return new Balance(
                    points, lots, left.map(AccountStateSql.Left::run), left.map(AccountStateSql.Left::period));
        });
    }
}
