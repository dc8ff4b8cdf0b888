package io.billinghub.settlement.share.infrastructure;

import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.settlement.share.application.Shares;
import io.billinghub.settlement.share.model.LineShare;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Shares in the table {@code share}. */
@ApplicationScoped
public class SqlShares implements Shares {

    // a party that has two parts in a line, such as CSP and marketplace, has one row with their sum
    private static final String ADD = """
            insert into share (tenant_id, bill_period, bill_id, line_position, party_id, amount, currency, agreement_version_id)
            select $1, s.bill_period, s.bill_id, s.line_position, s.party_id, sum(s.amount::numeric), s.currency,
                   s.agreement_version_id
              from unnest($2::date[], $3::bigint[], $4::integer[], $5::bigint[], $6::text[], $7::text[], $8::bigint[])
                as s (bill_period, bill_id, line_position, party_id, amount, currency, agreement_version_id)
             group by s.bill_period, s.bill_id, s.line_position, s.party_id, s.currency, s.agreement_version_id
             order by s.bill_period, s.bill_id, s.line_position, s.party_id
            on conflict (bill_period, bill_id, line_position, party_id) do nothing
            """;

    @Override
    public Uni<Void> add(SqlConnection transaction, TenantContext context, List<LineShare> shares) {
        if (shares.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple parameters = Tuple.tuple()
                .addInteger(context.tenantId())
                .addValue(column(shares, share -> share.line().invoice().bill().period(), LocalDate[]::new))
                .addValue(column(shares, share -> share.line().invoice().bill().id(), Long[]::new))
                .addValue(column(shares, share -> share.line().position(), Integer[]::new))
                .addValue(column(shares, share -> share.party().id(), Long[]::new))
                .addValue(column(shares, share -> share.amount().getAmount().toPlainString(), String[]::new))
                .addValue(
                        column(shares, share -> share.amount().getCurrencyUnit().getCode(), String[]::new))
                .addValue(column(shares, LineShare::agreementVersionId, Long[]::new));
        return transaction.preparedQuery(ADD).execute(parameters).replaceWithVoid();
    }

    private static <T> T[] column(List<LineShare> shares, Function<LineShare, T> value, IntFunction<T[]> array) {
        return shares.stream().map(value).toArray(array);
    }
}
