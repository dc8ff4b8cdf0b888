package io.billinghub.api.security;

import io.billinghub.api.testing.TestTokens;

/**
 * Who asks, in the demo's data.
 *
 * @param partner key of the partner that the login is bound to, or null
 * @param account number of the account that the login is bound to, or null
 */
public record Login(String role, String tenant, String partner, String account) {

    private static final String TENANT = "nordlys";
    private static final String OTHER_TENANT = "vestby";

    /** A login of the demo's tenant; a partner's is mobilia's, a customer's is of NL-1001. */
    public static Login own(String role) {
        return bound(role, TENANT, "mobilia", "NL-1001");
    }

    /** One of the same tenant that is bound to another partner or account. */
    static Login other(String role) {
        return bound(role, TENANT, "cirrus", "NL-1002");
    }

    /** One of another tenant, which has neither partners nor accounts. */
    static Login ofAnotherTenant(String role) {
        return new Login(role, OTHER_TENANT, null, null);
    }

    public String token() {
        return TestTokens.of(role, tenant, partner, account);
    }

    private static Login bound(String role, String tenant, String partner, String account) {
        return new Login(
                role,
                tenant,
                role.equals(RealmRoles.PARTNER) ? partner : null,
                role.equals(RealmRoles.CUSTOMER) ? account : null);
    }

    @Override
    public String toString() {
        return role + " of " + tenant + (partner == null ? "" : ", partner " + partner)
                + (account == null ? "" : ", account " + account);
    }
}
