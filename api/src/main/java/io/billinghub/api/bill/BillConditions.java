package io.billinghub.api.bill;

import io.billinghub.core.tenancy.TenantContext;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;

/**
 * What bills under the alias {@code b} are found by. Only what was asked for becomes a condition, so that the planner sees which index serves;
 * each operator is leakproof or hidden in a function, since behind row-level security no other one uses an index.
 */
final class BillConditions {

    private static final String BY_NUMBER = """
            b.id in (select c.id from customer_bill c where c.payment_reference = replace(%1$s, ' ', '')
                     union all
                     select i.bill_id from invoice_number n join tax_invoice i on i.id = n.invoice_id where n.text = %1$s and i.number = n.text)""";
    private static final String BY_PARTNER = """
            b.id = any(array(select bills_of_partner(r.id) from party_role r where r.role = 'PARTNER' and r.key = %s))""";

    /** Codes of currencies by the decimals that they have. */
    private static final Map<Integer, String[]> CURRENCIES = new TreeMap<>(CurrencyUnit.registeredCurrencies().stream()
            .filter(unit -> unit.getDecimalPlaces() >= 0)
            .collect(Collectors.groupingBy(
                    CurrencyUnit::getDecimalPlaces,
                    Collectors.collectingAndThen(
                            Collectors.toList(),
                            units -> units.stream()
                                    .map(CurrencyUnit::getCode)
                                    .sorted()
                                    .toArray(String[]::new)))));

    private final List<String> conditions = new ArrayList<>();
    private final Tuple values = Tuple.tuple();

    private BillConditions() {}

    static BillConditions of(TenantContext context, BillFilter.Wanted wanted, UUID after) {
        BillConditions all = new BillConditions();
        all.conditions.add(BillVisibility.condition(context));
        all.add("b.state = %s", wanted.state());
        all.add("b.account_id in (select id from billing_account where number = %s)", wanted.account());
        all.add(BY_NUMBER, wanted.number());
        all.add("b.issue_date >= %s", wanted.dateFrom());
        all.add("b.issue_date <= %s", wanted.dateTo());
        all.amounts(wanted.amountFrom(), wanted.amountTo());
        all.add(BY_PARTNER, wanted.partner());
        all.add("b.id = any(array(select bills_with_words(%s)))", wanted.words());
        all.add("b.id < (select after.id from customer_bill after where after.uuid = %s)", after);
        return all;
    }

    /** Joined by {@code and}. */
    String sql() {
        return String.join("\n  and ", conditions);
    }

    Tuple values() {
        return values;
    }

    /** Takes one more value; answers its place in the statement. */
    String value(Object value) {
        values.addValue(value);
        return "$" + values.size();
    }

    private void add(String condition, Object value) {
        if (value != null) {
            conditions.add(condition.formatted(value(value)));
        }
    }

    private void amounts(BigDecimal from, BigDecimal to) {
        if (from == null && to == null) {
            return;
        }
        List<String> byDecimals = new ArrayList<>();
        CURRENCIES.forEach((decimals, codes) ->
                byDecimals.add("b.currency = any(" + value(codes) + "::text[]::bpchar[])"
                        + " and b.amount_due_minor >= "
                        + value(from == null ? Long.MIN_VALUE : minor(from, decimals, RoundingMode.CEILING))
                        + " and b.amount_due_minor <= "
                        + value(to == null ? Long.MAX_VALUE : minor(to, decimals, RoundingMode.FLOOR))));
        conditions.add("(" + String.join("\n   or ", byDecimals) + ")");
    }

    private static long minor(BigDecimal amount, int decimals, RoundingMode towards) {
        BigInteger minor = amount.movePointRight(decimals).setScale(0, towards).toBigInteger();
        return minor.bitLength() < Long.SIZE ? minor.longValue() : minor.signum() * Long.MAX_VALUE;
    }
}
