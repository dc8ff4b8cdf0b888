package io.billinghub.onboarding.migration.application;

import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.ledger.application.Postings;
import io.billinghub.core.ledger.model.LedgerAccount;
import io.billinghub.core.ledger.model.LedgerEntry;
import io.billinghub.core.ledger.model.LedgerTransaction;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.migration.infrastructure.ItemSql;
import io.billinghub.onboarding.migration.infrastructure.ItemSql.Account;
import io.billinghub.onboarding.migration.model.Flaw;
import io.billinghub.onboarding.migration.model.Migration;
import io.billinghub.onboarding.migration.model.MigrationKind;
import io.billinghub.onboarding.migration.model.MigrationRow;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.joda.money.CurrencyUnit;

/**
 * Stores balances and open bills, and posts each: what a customer owes to its receivable, what it has to its credit against that, with the
 * other side on migration clearing. No tax is posted; the old system has declared it.
 */
@ApplicationScoped
public class OpeningRows {

    private final ItemSql items;
    private final Postings postings;
    private final IdGenerator ids;

    public OpeningRows(ItemSql items, Postings postings, IdGenerator ids) {
        this.items = items;
        this.postings = postings;
        this.ids = ids;
    }

    /** Marks rows whose account is not there, or is billed in another currency, and those that are there under another source. */
    Uni<Map<String, Account>> judge(
            SqlConnection connection, Migration migration, MigrationKind kind, List<MigrationRow> rows) {
        return items.accounts(connection, rows)
                .invoke(accounts -> rows.forEach(row -> judge(row, accounts.get(row.get("account")))))
                .call(accounts -> items.elsewhere(connection, migration.source(), kind, rows)
                        .invoke(elsewhere -> rows.stream()
                                .filter(row -> row.isGood() && elsewhere.containsKey(row.reference()))
                                .forEach(row -> row.refuse(new Flaw(
                                        null,
                                        OnboardingError.MIGRATED_OTHERWISE,
                                        "account " + row.get("account") + " has '" + row.reference()
                                                + "' from the source " + elsewhere.get(row.reference()))))));
    }

    private static void judge(MigrationRow row, Account account) {
        if (account == null) {
            row.refuse(new Flaw(
                    "account",
                    OnboardingError.UNKNOWN_REFERENCE,
                    "there is no billing account '" + row.get("account") + "'"));
        } else if (!account.currency().equals(row.get("currency"))) {
            row.refuse(new Flaw(
                    "currency",
                    OnboardingError.CURRENCY_DIFFERS,
                    "the amount is in " + row.get("currency") + ", account " + row.get("account") + " is billed in "
                            + account.currency()));
        }
    }

    /** Stores and posts rows that are good; answers their ids in their order. */
    Uni<Long[]> store(
            SqlConnection connection,
            TenantContext login,
            Migration migration,
            MigrationKind kind,
            List<MigrationRow> rows,
            Map<String, Account> accounts) {
        UUID[] uuids = rows.stream().map(row -> ids.next()).toArray(UUID[]::new);
        Long[] of =
                rows.stream().map(row -> accounts.get(row.get("account")).id()).toArray(Long[]::new);
        Uni<Long[]> stored = kind == MigrationKind.BALANCES
                ? items.insertBalances(connection, migration.id(), rows, uuids, of)
                : items.insertBills(connection, migration.id(), migration.source(), rows, uuids, of);
        return stored.call(done -> postings.post(connection, login, postings(migration, kind, rows, uuids, accounts)));
    }

    private static List<LedgerTransaction> postings(
            Migration migration,
            MigrationKind kind,
            List<MigrationRow> rows,
            UUID[] uuids,
            Map<String, Account> accounts) {
        List<LedgerTransaction> transactions = new ArrayList<>(rows.size());
        for (int i = 0; i < uuids.length; i++) {
            MigrationRow row = rows.get(i);
            Account account = accounts.get(row.get("account"));
            CurrencyUnit currency = CurrencyUnit.of(account.currency());
            BigDecimal owed = owed(kind, row);
            transactions.add(LedgerTransaction.opening(
                    uuids[i],
                    account.id(),
                    migration.cutOver(),
                    List.of(
                            LedgerEntry.of(LedgerAccount.CUSTOMER_RECEIVABLE, account.payerPartyId(), owed, currency),
                            LedgerEntry.of(LedgerAccount.MIGRATION_CLEARING, owed.negate(), currency))));
        }
        return transactions;
    }

    private static BigDecimal owed(MigrationKind kind, MigrationRow row) {
        if (kind == MigrationKind.OPEN_BILLS) {
            return row.decimal("openAmount");
        }
        BigDecimal amount = row.decimal("amount");
        return row.get("type").equals("CREDIT") ? amount.negate() : amount;
    }
}
