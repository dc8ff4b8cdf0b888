package io.billinghub.core.consumption.model;

import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.usage.model.UsageAccount;
import java.time.Instant;
import java.time.LocalDate;
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
 * @param openFrom first day of the earliest period of its cycle that still takes usage in
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
        LocalDate openFrom,
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

    /** The billing period that holds the instant. */
    public CyclePeriod periodAt(Instant instant) {
        return CyclePeriod.containing(instant.atZone(zone).toLocalDate(), dayOfMonth);
    }

    /** The period on whose bill usage comes that is told at the instant: the one that holds it, or a later one where that one is closed. */
    public CyclePeriod openAt(Instant instant) {
        CyclePeriod now = periodAt(instant);
        return isClosed(now) ? CyclePeriod.containing(openFrom, dayOfMonth) : now;
    }

    /** Whether the period takes no usage in any more. */
    public boolean isClosed(CyclePeriod period) {
        return period.from().isBefore(openFrom);
    }
}
