package io.billinghub.api.agreement;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.tmf630.resource.Rights;
import java.util.Set;

/** Who may read and change agreements. */
final class AgreementRights {

    static final String API = "agreementManagement";
    static final String TAG = "TMF651 Agreement Management";

    static final Rights AGREEMENTS = new Rights(
            Set.of(
                    RealmRoles.HUB_ADMIN,
                    RealmRoles.MARKETPLACE_ADMIN,
                    RealmRoles.BILLING_MANAGER,
                    RealmRoles.BILLING_OPERATIVE,
                    RealmRoles.FINANCE,
                    RealmRoles.AUDITOR,
                    RealmRoles.PARTNER),
            Set.of(RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN));

    private AgreementRights() {}
}
