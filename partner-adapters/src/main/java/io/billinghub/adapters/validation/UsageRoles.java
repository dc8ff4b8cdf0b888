package io.billinghub.adapters.validation;

import java.time.LocalDate;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What a partner's usage is for, by the day on which it happened: the versions of an agreement may differ. */
public final class UsageRoles {

    private final NavigableMap<LocalDate, UsageRole> byFirstDay = new TreeMap<>();

    private UsageRoles() {}

    /** One role, from the day on. */
    public static UsageRoles of(LocalDate from, UsageRole role) {
        UsageRoles roles = new UsageRoles();
        roles.byFirstDay.put(from, role);
        return roles;
    }

    /** Those of several versions, of which the later one ends the one before. */
    static UsageRoles all(Collection<UsageRoles> each) {
        UsageRoles roles = new UsageRoles();
        each.forEach(one -> roles.byFirstDay.putAll(one.byFirstDay));
        return roles;
    }

    /** The role on a day; before the first one the first one. */
    public UsageRole on(LocalDate day) {
        var role = byFirstDay.floorEntry(day);
        return (role == null ? byFirstDay.firstEntry() : role).getValue();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UsageRoles roles && byFirstDay.equals(roles.byFirstDay);
    }

    @Override
    public int hashCode() {
        return byFirstDay.hashCode();
    }
}
