package io.billinghub.api.security;

/** The realm roles that routes name in {@code @RolesAllowed}; they are the roles of the Keycloak realm. */
public final class RealmRoles {

    public static final String HUB_ADMIN = "hub-admin";
    public static final String MARKETPLACE_ADMIN = "marketplace-admin";
    public static final String BILLING_MANAGER = "billing-manager";
    public static final String BILLING_OPERATIVE = "billing-operative";
    public static final String IT_OPERATIVE = "it-operative";
    public static final String FINANCE = "finance";
    public static final String PARTNER = "partner";
    public static final String CUSTOMER = "customer";
    public static final String AUDITOR = "auditor";

    private RealmRoles() {}
}
