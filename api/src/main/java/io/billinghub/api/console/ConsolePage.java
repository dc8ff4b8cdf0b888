package io.billinghub.api.console;

import io.billinghub.api.bill.BillFilter;
import io.billinghub.api.bill.BillList;
import io.billinghub.api.bill.BillQueries;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
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

    private final RequestContext context;
    private final TenantTransaction transaction;
    private final BillQueries queries;
    private final Shells shells;

    ConsolePage(RequestContext context, TenantTransaction transaction, BillQueries queries, Shells shells) {
        this.context = context;
        this.shells = shells;
        this.transaction = transaction;
        this.queries = queries;
    }

    /** The templates of the page. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance bills(
                Shell shell, boolean mayReadBills, BillSearch search, List<BillView> bills, UUID next);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<TemplateInstance> page(@QueryParam("after") UUID after, @BeanParam BillFilter filter) {
        Shell shell = shells.at("/");
        boolean mayReadBills = context.hasOneOf(BILL_READERS);
        BillSearch search = BillSearch.of(filter);
        return bills(mayReadBills, search, after)
                .map(list -> Templates.bills(
                        shell,
                        mayReadBills,
                        search,
                        list.items().stream().map(BillView::new).toList(),
                        list.next()));
    }

    private Uni<BillList> bills(boolean mayReadBills, BillSearch search, UUID after) {
        if (!mayReadBills) {
            return Uni.createFrom().item(new BillList(List.of(), null));
        }
        return context.tenantContext()
                .flatMap(tenant -> transaction.run(
                        tenant, connection -> queries.list(connection, tenant, search.wanted(), after, BILLS)));
    }
}
