package io.billinghub.api.partnership;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.tmf630.resource.Rights;
import java.util.Set;

/** Who may read and change partnerships. */
final class PartnershipRights {

    static final String API = "partnershipManagement";
    static final String TAG = "TMF668 Partnership Management";

    static final Rights PARTNERSHIPS = new Rights(
            Set.of(
                    RealmRoles.HUB_ADMIN,
                    RealmRoles.MARKETPLACE_ADMIN,
                    RealmRoles.BILLING_MANAGER,
                    RealmRoles.BILLING_OPERATIVE,
                    RealmRoles.FINANCE,
                    RealmRoles.AUDITOR,
                    RealmRoles.PARTNER),
            Set.of(RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN));

    private PartnershipRights() {}
}
