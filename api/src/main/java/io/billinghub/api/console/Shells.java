package io.billinghub.api.console;

import io.billinghub.api.billrun.RunRights;
import io.billinghub.api.security.FormTokens;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What stands around the pages of the login whose request it is. */
@ApplicationScoped
class Shells {

    private final RequestContext context;
    private final SecurityIdentity identity;
    private final FormTokens tokens;

    Shells(RequestContext context, SecurityIdentity identity, FormTokens tokens) {
        this.context = context;
        this.identity = identity;
        this.tokens = tokens;
    }

    /** @param here path of the page among the links */
    Shell at(String here) {
        List<Shell.Link> links = new ArrayList<>();
        links.add(link("/", "Bills", here));
        if (context.hasOneOf(RunRights.SEE)) {
            links.add(link("/runs", "Bill runs", here));
            links.add(link("/run-templates", "Schedules", here));
        }
        if (context.hasOneOf(RunRights.SEE_AMOUNTS)) {
            links.add(link("/past-runs", "Past runs", here));
        }
        return new Shell(context.actor(), context.requiredTenantKey(), roles(), links, tokens.of(identity));
    }

    private static Shell.Link link(String path, String text, String here) {
        return new Shell.Link(path, text, path.equals(here));
    }

    private List<String> roles() {
        return Stream.of(
                        RealmRoles.HUB_ADMIN,
                        RealmRoles.MARKETPLACE_ADMIN,
                        RealmRoles.BILLING_MANAGER,
                        RealmRoles.BILLING_OPERATIVE,
                        RealmRoles.IT_OPERATIVE,
                        RealmRoles.FINANCE,
                        RealmRoles.PARTNER,
                        RealmRoles.CUSTOMER,
                        RealmRoles.AUDITOR)
                .filter(context::hasRole)
                .toList();
    }
}
