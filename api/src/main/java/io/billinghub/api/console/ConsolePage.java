package io.billinghub.api.console;

import io.billinghub.api.bill.BillList;
import io.billinghub.api.bill.BillQueries;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page. Whoever is logged in may open it; what it lists is what the login may see. */
@Path("/")
@Authenticated
public class ConsolePage {

    private static final int BILLS = 50;
    private static final List<String> BILL_READERS = List.of(
            RealmRoles.BILLING_MANAGER,
            RealmRoles.BILLING_OPERATIVE,
            RealmRoles.FINANCE,
            RealmRoles.AUDITOR,
            RealmRoles.MARKETPLACE_ADMIN,
            RealmRoles.CUSTOMER);

    private static final List<String> RUN_READERS = List.of(
            RealmRoles.BILLING_MANAGER,
            RealmRoles.BILLING_OPERATIVE,
            RealmRoles.IT_OPERATIVE,
            RealmRoles.FINANCE,
            RealmRoles.AUDITOR);

    private final RequestContext context;
    private final TenantTransaction transaction;
    private final BillQueries queries;

    ConsolePage(RequestContext context, TenantTransaction transaction, BillQueries queries) {
        this.context = context;
        this.transaction = transaction;
        this.queries = queries;
    }

    /** The templates of the page. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance bills(Login login, List<BillView> bills, UUID next);

        static native TemplateInstance refused(String title, String detail, String whatToDo);
    }

    /** Who is logged in. */
    record Login(String user, String tenant, List<String> roles, boolean mayReadBills) {

        public boolean mayReadRuns() {
            return roles.stream().anyMatch(RUN_READERS::contains);
        }
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<TemplateInstance> page(@QueryParam("after") UUID after) {
        return Uni.createFrom()
                .deferred(() -> login().flatMap(login -> bills(login, after)
                        .map(list -> Templates.bills(
                                login, list.items().stream().map(BillView::new).toList(), list.next()))))
                .onFailure(HubException.class)
                .recoverWithItem(failure -> {
                    HubException refused = (HubException) failure;
                    return Templates.refused(
                            refused.code().title(),
                            refused.getMessage(),
                            refused.code().whatToDo());
                });
    }

    private Uni<Login> login() {
        List<String> roles = Stream.of(
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
        return Uni.createFrom()
                .item(new Login(
                        context.actor(),
                        context.requiredTenantKey(),
                        roles,
                        roles.stream().anyMatch(BILL_READERS::contains)));
    }

    private Uni<BillList> bills(Login login, UUID after) {
        if (!login.mayReadBills()) {
            return Uni.createFrom().item(new BillList(List.of(), null));
        }
        return context.tenantContext()
                .flatMap(tenant -> transaction.run(
                        tenant, connection -> queries.list(connection, tenant, null, null, after, BILLS)));
    }
}
