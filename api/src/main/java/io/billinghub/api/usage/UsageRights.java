package io.billinghub.api.usage;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.tmf630.resource.Rights;
import java.util.Set;

/** Who may read and send usage. */
final class UsageRights {

    static final String API = "usageManagement";
    static final String TAG = "TMF635 Usage Management";

    private static final Set<String> READERS = Set.of(
            RealmRoles.HUB_ADMIN,
            RealmRoles.MARKETPLACE_ADMIN,
            RealmRoles.BILLING_MANAGER,
            RealmRoles.BILLING_OPERATIVE,
            RealmRoles.FINANCE,
            RealmRoles.AUDITOR,
            RealmRoles.IT_OPERATIVE,
            RealmRoles.PARTNER,
            RealmRoles.CUSTOMER);

    /** A partner sends its own usage. */
    static final Rights OF_USAGE = new Rights(
            READERS,
            Set.of(RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN, RealmRoles.PARTNER),
            Set.of(RealmRoles.PARTNER));

    static final Rights OF_SPECIFICATIONS =
            new Rights(READERS, Set.of(RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN));

    private UsageRights() {}
}
