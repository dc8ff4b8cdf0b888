package io.billinghub.core.consumption.model;

import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.usage.model.UsageAccount;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An account with those that it pays for.
 *
 * @param id {@code billing_account.id}
 * @param rootId the account that pays for this one; itself if it is billed by itself
 * @param currency of its bills, an ISO 4217 code
 * @param cycleId {@code bill_cycle.id}
 * @param dayOfMonth on which the periods of its cycle begin
 * @param zone of its cycle
 * @param accounts itself first, then those it pays for
 */
public record PayingAccount(
        long id,
        UUID uuid,
        String number,
        String name,
        String currency,
        long rootId,
        long cycleId,
        int dayOfMonth,
        ZoneId zone,
        List<Account> accounts) {

    public PayingAccount {
        accounts = List.copyOf(accounts);
    }

    /** One of the accounts. */
    public record Account(long id, UUID uuid, String number, String name) {

        UsageAccount rated() {
            return new UsageAccount(id, number);
        }
    }

    /** All of them as rating wants them. */
    public List<UsageAccount> rated() {
        return accounts.stream().map(Account::rated).toList();
    }

    /** The account with the id, if it is one of them. */
    public Optional<Account> account(long accountId) {
        return accounts.stream().filter(account -> account.id() == accountId).findFirst();
    }

    /** The billing period that is open at the instant. */
    public CyclePeriod periodAt(Instant instant) {
        return CyclePeriod.containing(instant.atZone(zone).toLocalDate(), dayOfMonth);
    }
}
