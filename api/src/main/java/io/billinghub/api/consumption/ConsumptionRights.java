package io.billinghub.api.consumption;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.tmf630.resource.Rights;
import java.util.Set;

/**
 * Who may ask about usage: whoever may read it. To ask changes nothing but the list of questions, and each login deletes its own; those of
 * others only who runs the billing.
 */
final class ConsumptionRights {

    static final String API = "usageConsumption";
    static final String TAG = "TMF677 Usage Consumption";

    private static final Set<String> WHO = Set.of(
            RealmRoles.HUB_ADMIN,
            RealmRoles.MARKETPLACE_ADMIN,
            RealmRoles.BILLING_MANAGER,
            RealmRoles.BILLING_OPERATIVE,
            RealmRoles.FINANCE,
            RealmRoles.AUDITOR,
            RealmRoles.IT_OPERATIVE,
            RealmRoles.PARTNER,
            RealmRoles.CUSTOMER);

    private static final Set<String> OPERATORS = Set.of(
            RealmRoles.HUB_ADMIN,
            RealmRoles.MARKETPLACE_ADMIN,
            RealmRoles.BILLING_MANAGER,
            RealmRoles.BILLING_OPERATIVE);

    static final Rights OF_QUERIES = new Rights(WHO, WHO, Set.of(RealmRoles.PARTNER, RealmRoles.CUSTOMER), OPERATORS);

    private ConsumptionRights() {}
}
