package io.billinghub.api.account;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.tmf630.resource.Rights;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Who may read and change accounts and what belongs to them. */
final class AccountRights {

    static final String API = "accountManagement";
    static final String TAG = "TMF666 Account Management";

    private static final Set<String> STAFF = Set.of(
            RealmRoles.HUB_ADMIN,
            RealmRoles.MARKETPLACE_ADMIN,
            RealmRoles.BILLING_MANAGER,
            RealmRoles.BILLING_OPERATIVE,
            RealmRoles.FINANCE,
            RealmRoles.AUDITOR,
            RealmRoles.IT_OPERATIVE);

    private static final Set<String> WRITERS =
            Set.of(RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN, RealmRoles.BILLING_MANAGER);

    /** What concerns the host alone. */
    static final Rights OF_STAFF = of();

    private AccountRights() {}

    /** The staff, and those who see their own. */
    static Rights of(String... others) {
        Set<String> readers = new HashSet<>(STAFF);
        readers.addAll(Arrays.asList(others));
        return new Rights(readers, WRITERS);
    }
}
