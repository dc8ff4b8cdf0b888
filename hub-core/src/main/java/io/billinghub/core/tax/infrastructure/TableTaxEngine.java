package io.billinghub.core.tax.infrastructure;

import io.billinghub.core.tax.application.TaxEngine;
import io.billinghub.core.tax.model.PlaceOfSupply;
import io.billinghub.core.tax.model.RateChange;
import io.billinghub.core.tax.model.Supply;
import io.billinghub.core.tax.model.TaxCategory;
import io.billinghub.core.tax.model.TaxParty;
import io.billinghub.core.tax.model.TaxParty.Registration;
import io.billinghub.core.tax.model.TaxRates;
import io.billinghub.core.tax.model.TaxTable;
import io.billinghub.core.tax.model.TaxTable.Exemption;
import io.billinghub.core.tax.model.TaxTable.TaxClass;
import io.billinghub.core.tax.model.TaxedDays;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tax by the tenant's tables: four statements, whatever the number of supplies. */
@ApplicationScoped
public class TableTaxEngine implements TaxEngine {

    @Override
    public Uni<Map<Supply, List<TaxedDays>>> decide(SqlConnection transaction, Collection<Supply> supplies) {
        if (supplies.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        Long[] parties = supplies.stream()
                .flatMap(supply -> Stream.of(supply.sellerPartyId(), supply.buyerPartyId()))
                .distinct()
                .toArray(Long[]::new);
        return parties(transaction, parties)
                .flatMap(known -> table(transaction, parties).map(table -> {
                    Map<Supply, List<TaxedDays>> decided = new HashMap<>();
                    for (Supply supply : supplies) {
                        decided.computeIfAbsent(
                                supply,
                                each -> table.decide(
                                        known.get(each.sellerPartyId()), known.get(each.buyerPartyId()), each));
                    }
                    return decided;
                }));
    }

    private static Uni<TaxTable> table(SqlConnection transaction, Long[] parties) {
        return rates(transaction)
                .flatMap(rates -> classes(transaction)
                        .flatMap(classes -> exemptions(transaction, parties)
                                .map(exemptions -> new TaxTable(rates, classes, exemptions))));
    }

    private static Uni<TaxRates> rates(SqlConnection transaction) {
        return transaction.query("""
                        select country, tax_class, category, rate, exemption_reason_code, exemption_reason, valid_from, valid_to
                        from tax_rate
                        """).execute().map(rows -> {
            List<TaxRates.TaxRate> rates = new ArrayList<>();
            for (Row row : rows) {
                rates.add(new TaxRates.TaxRate(
                        row.getString(0),
                        row.getString(1),
                        TaxCategory.valueOf(row.getString(2)),
                        row.getBigDecimal(3),
                        Optional.ofNullable(row.getString(4)),
                        Optional.ofNullable(row.getString(5)),
                        row.getLocalDate(6),
                        row.getLocalDate(7)));
            }
            return new TaxRates(rates);
        });
    }

    private static Uni<List<TaxClass>> classes(SqlConnection transaction) {
        return transaction
                .query("select key, place_of_supply, rate_change from tax_class")
                .execute()
                .map(rows -> {
                    List<TaxClass> classes = new ArrayList<>();
                    for (Row row : rows) {
                        classes.add(new TaxClass(
                                row.getString(0),
                                PlaceOfSupply.valueOf(row.getString(1)),
                                RateChange.valueOf(row.getString(2))));
                    }
                    return classes;
                });
    }

    private static Uni<List<Exemption>> exemptions(SqlConnection transaction, Long[] parties) {
        return transaction.preparedQuery("""
                        select party_id, country, tax_class, category, reason_code, reason, valid_from, valid_to
                        from tax_exemption where party_id = any($1) order by party_id, tax_class nulls last, id
                        """).execute(Tuple.of(parties)).map(rows -> {
            List<Exemption> exemptions = new ArrayList<>();
            for (Row row : rows) {
                exemptions.add(new Exemption(
                        row.getLong(0),
                        row.getString(1),
                        Optional.ofNullable(row.getString(2)),
                        TaxCategory.valueOf(row.getString(3)),
                        Optional.ofNullable(row.getString(4)),
                        Optional.ofNullable(row.getString(5)),
                        row.getLocalDate(6),
                        row.getLocalDate(7)));
            }
            return exemptions;
        });
    }

    private static Uni<Map<Long, TaxParty>> parties(SqlConnection transaction, Long[] parties) {
        return transaction.preparedQuery("""
                        select p.id, p.country, t.id, t.country, t.scheme, t.valid_from, t.valid_to
                        from party p left join tax_registration t on t.party_id = p.id
                        where p.id = any($1)
                        """).execute(Tuple.of(parties)).map(TableTaxEngine::parties);
    }

    private static Map<Long, TaxParty> parties(RowSet<Row> rows) {
        Map<Long, String> countries = new HashMap<>();
        Map<Long, List<Registration>> registrations = new HashMap<>();
        for (Row row : rows) {
            countries.put(row.getLong(0), row.getString(1));
            List<Registration> known = registrations.computeIfAbsent(row.getLong(0), party -> new ArrayList<>());
            if (row.getLong(2) != null) {
                known.add(new Registration(
                        row.getLong(2), row.getString(3), row.getString(4), row.getLocalDate(5), row.getLocalDate(6)));
            }
        }
        Map<Long, TaxParty> parties = new HashMap<>();
        countries.forEach((id, country) -> parties.put(id, new TaxParty(id, country, registrations.get(id))));
        return parties;
    }
}
