package io.billinghub.core.rating.modifier.discount;

import io.billinghub.core.rating.modifier.Checks;
import java.util.List;

/**
 * Which accounts get a discount. Each list that is not empty must hold what the account says.
 *
 * @param accounts keys of accounts
 * @param groups keys of groups; one of the account's groups must be among them
 * @param segments keys of segments
 */
public record Audience(List<String> accounts, List<String> groups, List<String> segments) {
    /** All accounts. */
    public static final Audience ALL = new Audience(null, null, null);

    /** Takes lists that are left out as empty. */
    public Audience {
        accounts = Checks.list(accounts);
        groups = Checks.list(groups);
        segments = Checks.list(segments);
    }

    /** Whether the account is among them. */
    public boolean includes(Customer customer) {
        return (accounts.isEmpty() || accounts.contains(customer.account()))
                && (groups.isEmpty() || groups.stream().anyMatch(customer.groups()::contains))
                && (segments.isEmpty() || (customer.segment() != null && segments.contains(customer.segment())));
    }
}
