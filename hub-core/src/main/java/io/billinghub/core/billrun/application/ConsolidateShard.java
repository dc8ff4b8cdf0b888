package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.AmountDueSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.BillSql;
import io.billinghub.core.billrun.infrastructure.BillSql.NewBill;
import io.billinghub.core.billrun.infrastructure.ConsolidationSql;
import io.billinghub.core.billrun.infrastructure.ConsolidationSql.Offering;
import io.billinghub.core.billrun.infrastructure.ConsolidationSql.ShardAccount;
import io.billinghub.core.billrun.infrastructure.CreditChargeSql;
import io.billinghub.core.billrun.model.PaymentReference;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.StableId;
import io.billinghub.core.invoice.model.AmountDue;
import io.billinghub.core.invoice.model.AmountDue.Rule;
import io.billinghub.core.invoice.model.ChargeToBill;
import io.billinghub.core.invoice.model.ChargeToBill.Correction;
import io.billinghub.core.invoice.model.ChargeToBill.PartnerTax;
import io.billinghub.core.invoice.model.ChargeToBill.Place;
import io.billinghub.core.invoice.model.ChargeToBill.SellingTerms;
import io.billinghub.core.invoice.model.ConsolidatedBill;
import io.billinghub.core.invoice.model.Consolidation;
import io.billinghub.core.invoice.model.ConsolidationResult;
import io.billinghub.core.invoice.model.ConversionRates;
import io.billinghub.core.invoice.model.ConversionRates.Derived;
import io.billinghub.core.invoice.model.InvoiceSplits;
import io.billinghub.core.rating.modifier.AdjustmentKind;
import io.billinghub.core.tax.application.TaxEngine;
import io.billinghub.core.tax.model.Supply;
import io.billinghub.core.tax.model.TaxCategory;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Makes one draft bill per root account of a shard: reads as sets, decides purely, writes as sets. */
@ApplicationScoped
public class ConsolidateShard {

    private final BillRunSql runs;
    private final ConsolidationSql facts;
    private final BillSql bills;
    private final ApplyTerms terms;
    private final TaxEngine taxEngine;
    private final CreditChargeSql credits;
    private final AmountDueSql amountsDue;

    public ConsolidateShard(
            BillRunSql runs,
            ConsolidationSql facts,
            BillSql bills,
            ApplyTerms terms,
            TaxEngine taxEngine,
            CreditChargeSql credits,
            AmountDueSql amountsDue) {
        this.runs = runs;
        this.facts = facts;
        this.bills = bills;
        this.terms = terms;
        this.taxEngine = taxEngine;
        this.credits = credits;
        this.amountsDue = amountsDue;
    }

    private record Facts(
            Map<Long, ShardAccount> accounts,
            Map<Long, Offering> offerings,
            SellingTerms host,
            Map<Long, SellingTerms> terms,
            Map<Long, Correction> corrections,
            InvoiceSplits splits) {}

    /** Consolidates the shard on the connection; the caller holds the shard and commits. */
    Uni<Void> consolidate(SqlConnection connection, RunShard shard) {
        return loadFacts(connection, shard)
                .flatMap(known -> facts.charges(connection, shard)
                        .emitOn(
                                Infrastructure
                                        .getDefaultWorkerPool()) // thousands of lines would hold the event loop up
                        .map(charges -> Root.of(known, charges))
                        .flatMap(roots -> taxEngine
                                .decide(connection, supplies(roots))
                                .flatMap(taxes -> conversionRates(connection, shard, roots)
                                        .emitOn(Infrastructure.getDefaultWorkerPool())
                                        .map(rates -> decide(new Consolidation(taxes, rates, known.splits()), roots)))
                                .flatMap(decided -> store(connection, shard, decided))));
    }

    /** A root account with all charges that its bill consolidates. */
    private record Root(ShardAccount account, List<ChargeToBill> charges) {

        /** Those with charges, by account number. */
        static List<Root> of(Facts known, RowSet<Row> rows) {
            Map<String, Root> roots = new TreeMap<>();
            for (Row row : rows) {
                ShardAccount account = known.accounts().get(row.getLong(1));
                if (account != null) {
                    roots.computeIfAbsent(account.rootNumber(), number -> new Root(account, new ArrayList<>()))
                            .charges()
                            .add(charge(row, account, known));
                }
            }
            return List.copyOf(roots.values());
        }

        Stream<Pair> conversions() {
            return charges.stream()
                    .map(ChargeToBill::currency)
                    .filter(currency -> !currency.equals(account.rootCurrency()))
                    .map(currency -> new Pair(currency, account.rootCurrency()));
        }
    }

    private record Pair(CurrencyUnit base, CurrencyUnit quote) {}

    private static Set<Supply> supplies(List<Root> roots) {
        return roots.stream()
                .flatMap(root -> root.charges().stream())
                .filter(charge ->
                        !charge.terms().agency() && charge.correction().isEmpty())
                .map(ChargeToBill::supply)
                .collect(Collectors.toSet());
    }

    /** The rates of the issue date, with those that follow from them for the pairs that the shard needs and that have none. */
    private Uni<ConversionRates> conversionRates(SqlConnection connection, RunShard shard, List<Root> roots) {
        Set<Pair> pairs = roots.stream().flatMap(Root::conversions).collect(Collectors.toSet());
        if (pairs.isEmpty()) {
            return Uni.createFrom().item(new ConversionRates(List.of()));
        }
        return facts.conversionRates(connection, shard.issueDate()).flatMap(stored -> {
            ConversionRates rates = new ConversionRates(stored);
            List<Derived> derived = pairs.stream()
                    .filter(pair -> rates.between(pair.base(), pair.quote()).isEmpty())
                    .flatMap(pair -> rates.derived(pair.base(), pair.quote()).stream())
                    .toList();
            return facts.noteDerived(connection, derived)
                    .map(noted -> new ConversionRates(
                            Stream.concat(stored.stream(), noted.stream()).toList()));
        });
    }

    private Uni<Facts> loadFacts(SqlConnection connection, RunShard shard) {
        return facts.accounts(connection, shard)
                .invoke(accounts -> requireAccount(shard, accounts))
                .flatMap(accounts -> facts.offerings(connection)
                        .flatMap(offerings -> facts.host(connection)
                                .map(
                                        host -> host.orElseThrow(
                                                () -> new HubException(
                                                        CoreError.NOTHING_TO_BILL,
                                                        "the tenant has no party in the role CSP or MARKETPLACE that could issue bills")))
                                .flatMap(host -> facts.sellingTerms(connection, host, shard.periodTo())
                                        .flatMap(terms -> corrections(connection, shard)
                                                .flatMap(corrections -> invoiceSplits(connection, shard)
                                                        .map(splits -> new Facts(
                                                                accounts,
                                                                offerings,
                                                                host,
                                                                terms,
                                                                corrections,
                                                                splits)))))));
    }

    /** A credit note without a bill would count as credited, and nobody would ever get it. */
    private static void requireAccount(RunShard shard, Map<Long, ShardAccount> accounts) {
        if (shard.kind() == RunKind.CREDIT_NOTE
                && accounts.values().stream()
                        .noneMatch(account -> account.account().id() == account.rootId())) {
            throw new HubException(
                    CoreError.CREDIT_REFUSED,
                    "the invoice's account consolidates into another one by now and gets no bill of its own: cancel the run");
        }
    }

    private Uni<InvoiceSplits> invoiceSplits(SqlConnection connection, RunShard shard) {
        Uni<InvoiceSplits> splits = facts.invoiceSplits(connection, shard);
        return shard.kind() == RunKind.CREDIT_NOTE
                ? splits.flatMap(
                        known -> credits.invoicedAgain(connection, shard).map(known::again))
                : splits;
    }

    private Uni<Map<Long, Correction>> corrections(SqlConnection connection, RunShard shard) {
        return shard.kind() == RunKind.CREDIT_NOTE
                ? credits.corrections(connection, shard)
                : Uni.createFrom().item(Map.of());
    }

    private record Made(String accountNumber, ConsolidatedBill bill) {}

    private record Decided(List<Made> made, List<Long> parked, List<String> reasons) {}

    private static Decided decide(Consolidation consolidation, List<Root> roots) {
        Decided decided = new Decided(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Root root : roots) {
            ShardAccount account = root.account();
            ConsolidationResult result =
                    consolidation.consolidate(account.rootId(), account.rootCurrency(), root.charges());
            if (result instanceof ConsolidationResult.Consolidated consolidated) {
                decided.made().add(new Made(account.rootNumber(), consolidated.bill()));
            } else if (result instanceof ConsolidationResult.Parked parked) {
                decided.parked().add(parked.accountId());
                decided.reasons().add(parked.reason());
            }
        }
        return decided;
    }

    private Uni<Void> store(SqlConnection connection, RunShard shard, Decided decided) {
        return newBills(connection, shard, decided.made())
                .flatMap(made -> bills.insert(connection, shard, made))
                .flatMap(done -> runs.park(connection, shard.runId(), decided.parked(), decided.reasons()))
                .flatMap(done -> terms.takeBack(connection, shard, decided.parked()));
    }

    /** A credit note takes nothing on: what it gives back stands on the next bill, with all else that is open. */
    private Uni<List<NewBill>> newBills(SqlConnection connection, RunShard shard, List<Made> made) {
        Uni<Map<Long, Money>> carried = shard.kind() == RunKind.CREDIT_NOTE
                ? Uni.createFrom().item(Map.of())
                : amountsDue.takeOn(
                        connection, shard, made.stream().map(Made::bill).toList());
        return amountsDue
                .rules(connection, shard)
                .flatMap(rules -> carried.map(forward -> made.stream()
                        .map(one -> newBill(
                                shard,
                                one,
                                amountDue(
                                        one.bill(),
                                        Optional.ofNullable(
                                                forward.get(one.bill().accountId())),
                                        rules.getOrDefault(one.bill().net().getCurrencyUnit(), Rule.NONE),
                                        shard)))
                        .toList()));
    }

    private static AmountDue amountDue(ConsolidatedBill bill, Optional<Money> forward, Rule rule, RunShard shard) {
        Money gross = bill.net().plus(bill.tax());
        return AmountDue.of(
                gross,
                forward.orElse(Money.zero(gross.getCurrencyUnit())),
                shard.kind() == RunKind.ON_DEMAND ? rule.withoutMinimum() : rule);
    }

    private static NewBill newBill(RunShard shard, Made made, AmountDue due) {
        UUID billUuid = StableId.of(shard.runUuid(), "bill/" + made.accountNumber());
        List<UUID> invoiceUuids = made.bill().invoices().stream()
                .map(invoice -> StableId.of(billUuid, invoice.key().stableName()))
                .toList();
        return new NewBill(billUuid, paymentReference(shard, made.accountNumber()), invoiceUuids, made.bill(), due);
    }

    private static String paymentReference(RunShard shard, String accountNumber) {
        return switch (shard.kind()) {
            case CYCLE, TRIAL -> PaymentReference.of(accountNumber, shard.periodFrom());
            case ON_DEMAND -> PaymentReference.onDemand(accountNumber, shard.accountRun());
            case CREDIT_NOTE -> PaymentReference.creditNote(accountNumber, shard.accountRun());
        };
    }

    private static ChargeToBill charge(Row row, ShardAccount account, Facts known) {
        Offering offering = known.offerings().get(row.getLong(2));
        Long agreementVersion = row.getLong(3);
        String category = row.getString(9);
        Optional<AdjustmentKind> modifier =
                row.getString(4).equals("MODIFIER") ? Optional.of(kind(row.getString(6))) : Optional.empty();
        return new ChargeToBill(
                row.getLong(0),
                account.account(),
                agreementVersion == null ? known.host() : known.terms().get(agreementVersion),
                offering.key(),
                offering.taxClass(),
                modifier.map(ConsolidateShard::place).orElse(Place.SERVICE),
                modifier.map(ConsolidateShard::step).orElse(row.getString(4))
                        + '/'
                        + row.getString(5)
                        + '/'
                        + row.getString(6)
                        + '/'
                        + row.getString(13)
                        + '/'
                        + row.getLocalDate(11),
                row.getBigDecimal(14),
                row.getBigDecimal(7),
                CurrencyUnit.of(row.getString(8)),
                category == null
                        ? Optional.empty()
                        : Optional.of(new PartnerTax(TaxCategory.valueOf(category), row.getBigDecimal(10))),
                row.getLocalDate(11),
                row.getLocalDate(12),
                Optional.ofNullable(known.corrections().get(row.getLong(0))));
    }

    private static AdjustmentKind kind(String groupingKey) {
        return AdjustmentKind.valueOf(groupingKey.substring(0, groupingKey.indexOf('/')));
    }

    private static Place place(AdjustmentKind kind) {
        return switch (kind) {
            case ALLOWANCE, PROMOTION, MAXIMUM_SPEND, DISCOUNT, COUPON, BUNDLE -> Place.REDUCTION;
            case TRUE_UP, SHORTFALL -> Place.TOP_UP;
            case ROUNDING, LOYALTY, CREDIT, SPONSORED, PAYMENT -> Place.PAID;
        };
    }

    /** Sorts modifiers in the order in which they are applied; discounts and coupons are one step of it. */
    private static String step(AdjustmentKind kind) {
        return String.valueOf(
                (char) ('a' + (kind == AdjustmentKind.COUPON ? AdjustmentKind.DISCOUNT : kind).ordinal()));
    }
}
