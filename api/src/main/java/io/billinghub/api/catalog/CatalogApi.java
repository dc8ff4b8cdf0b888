package io.billinghub.api.catalog;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.tmf630.resource.LifeCycle;
import io.billinghub.api.tmf630.resource.Rights;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the resources of TMF620 have in common: names, rights and states. */
public final class CatalogApi {

    public static final String API = "productCatalogManagement";
    public static final String PATH = "/tmf-api/" + API + "/v4/";
    public static final String TAG = "TMF620 Product Catalog Management";

    static final String ACTIVE = "Active";

    private static final Set<String> WRITERS = Set.of(RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN);
    private static final Set<String> STAFF = Set.of(
            RealmRoles.HUB_ADMIN,
            RealmRoles.MARKETPLACE_ADMIN,
            RealmRoles.BILLING_MANAGER,
            RealmRoles.BILLING_OPERATIVE,
            RealmRoles.IT_OPERATIVE,
            RealmRoles.FINANCE,
            RealmRoles.AUDITOR);

    /** Catalogs are the tenant's own. */
    public static final Rights OF_THE_TENANT = new Rights(STAFF, WRITERS);
    /** What a partner sees too, as far as it is sold under its agreements. */
    static final Rights OF_PARTNERS_TOO = new Rights(with(STAFF, RealmRoles.PARTNER), WRITERS);

    private CatalogApi() {}

    /**
     * The life cycle of TMF620, in which a client may begin anywhere. Without a word it begins as active: who says nothing of
     * the state means it to be sold. The specification's own examples write the first three states both ways.
     */
    static LifeCycle lifeCycle() {
        Map<String, Set<String>> next = new HashMap<>();
        way(next, "In study", "In design", "Rejected");
        way(next, "In design", "In study", "In test", "Rejected");
        way(next, "In test", "In design", ACTIVE, "Rejected");
        way(next, ACTIVE, "Launched", "Retired");
        way(next, "Launched", ACTIVE, "Retired");
        way(next, "Retired", "Launched", "Obsolete");
        way(next, "Obsolete");
        way(next, "Rejected", "In design");
        return new LifeCycle("lifecycleStatus", ACTIVE, next);
    }

    private static void way(Map<String, Set<String>> next, String from, String... to) {
        Set<String> states = new TreeSet<>();
        for (String state : to) {
            states.add(state);
            states.add(capitalised(state));
        }
        next.put(from, states);
        next.put(capitalised(from), states);
    }

    /** {@code In study} as {@code In Study}. */
    private static String capitalised(String state) {
        int second = state.indexOf(' ') + 1;
        return state.substring(0, second) + Character.toUpperCase(state.charAt(second)) + state.substring(second + 1);
    }

    private static Set<String> with(Set<String> roles, String role) {
        Set<String> more = new TreeSet<>(roles);
        more.add(role);
        return more;
    }
}
