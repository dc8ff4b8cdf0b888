package io.billinghub.api.prepaid;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.tmf630.resource.Operation;
import io.billinghub.api.tmf630.resource.Rights;
import java.util.Set;

/** Who may see and move prepaid balances: the staff; customers see their own, partners nothing. */
final class PrepaidRights {

    static final String API = "prepayBalanceManagement";
    static final String TAG = "TMF654 Prepay Balance Management";

    /** What moves a balance stays as it was. */
    static final Set<Operation> MOVEMENTS = Set.of(Operation.LIST, Operation.GET, Operation.CREATE);

    private static final Set<String> READERS = Set.of(
            RealmRoles.HUB_ADMIN,
            RealmRoles.MARKETPLACE_ADMIN,
            RealmRoles.BILLING_MANAGER,
            RealmRoles.BILLING_OPERATIVE,
            RealmRoles.IT_OPERATIVE,
            RealmRoles.FINANCE,
            RealmRoles.AUDITOR,
            RealmRoles.CUSTOMER);

    private static final Set<String> WRITERS = Set.of(
            RealmRoles.HUB_ADMIN,
            RealmRoles.MARKETPLACE_ADMIN,
            RealmRoles.BILLING_MANAGER,
            RealmRoles.BILLING_OPERATIVE,
            RealmRoles.FINANCE);

    static final Rights OF_BALANCES = new Rights(READERS, Set.of());
    static final Rights OF_MOVEMENTS = new Rights(READERS, WRITERS);

    private PrepaidRights() {}
}
