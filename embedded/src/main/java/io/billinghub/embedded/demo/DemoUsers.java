package io.billinghub.embedded.demo;

import io.billinghub.embedded.folder.EmbeddedServicesException;
import io.billinghub.embedded.keycloak.DemoRealm;

/**
 * Who does what for a tenant of the demo realm. The main tenant has a user for each role and a service account for each
 * partner; any other has {@code <tenant>-admin}, who does all but approve, and {@code <tenant>-manager}, who approves.
 *
 * @param tenant the tenant's key
 */
record DemoUsers(String tenant, DemoRealm realm) {
    private static final String MAIN_TENANT = "nordlys";

    /** @throws EmbeddedServicesException if the realm has no users for the tenant */
    DemoUsers {
        if (!tenant.equals(MAIN_TENANT) && !realm.users().contains(tenant + "-admin")) {
            throw new EmbeddedServicesException(
                    "master-data.json is for the tenant '" + tenant + "', but the demo realm has users for "
                            + MAIN_TENANT + " and vestby only. Use one of these keys.");
        }
    }

    String hubAdmin() {
        return main() ? "hub-admin" : admin();
    }

    String marketplaceAdmin() {
        return main() ? "marketplace-admin" : admin();
    }

    String billingOperative() {
        return main() ? "billing-operative" : admin();
    }

    String billingManager() {
        return main() ? "billing-manager" : tenant + "-manager";
    }

    String itOperative() {
        return main() ? "it-operative" : admin();
    }

    String finance() {
        return main() ? "finance" : admin();
    }

    String auditor() {
        return main() ? "auditor" : admin();
    }

    /** The partner itself, or the operative on its behalf where the partner has no login. */
    String pusherFor(String partner) {
        String client = "partner-" + partner;
        return main() && realm.partnerClients().contains(client) ? client : billingOperative();
    }

    private boolean main() {
        return tenant.equals(MAIN_TENANT);
    }

    private String admin() {
        return tenant + "-admin";
    }
}
