package io.billinghub.api.party;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.tmf630.resource.Rights;
import java.util.Set;

/** Who may read and change parties and their roles. */
final class PartyRights {

    static final Rights PARTIES = new Rights(
            Set.of(
                    RealmRoles.HUB_ADMIN,
                    RealmRoles.MARKETPLACE_ADMIN,
                    RealmRoles.BILLING_MANAGER,
                    RealmRoles.BILLING_OPERATIVE,
                    RealmRoles.FINANCE,
                    RealmRoles.AUDITOR,
                    RealmRoles.PARTNER,
                    RealmRoles.CUSTOMER),
            Set.of(RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN));

    private PartyRights() {}
}
