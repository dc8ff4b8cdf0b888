package io.billinghub.onboarding.party;

import io.billinghub.core.tenancy.TenantContext;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Where transactions of Hibernate Reactive begin: the counterpart of {@link
 * io.billinghub.core.tenancy.TenantTransaction}. Both take connections of their own, so one use case uses one of them.
 */
@ApplicationScoped
class TenantSession {

    private static final String SET_CONTEXT = """
            select set_config('hub.tenant', :tenant, true) || set_config('hub.partner', :partner, true)
                   || set_config('hub.account', :account, true)
            """;

    /** Runs the work in one session and one transaction of the tenant; rolls back when it fails. */
    <T> Uni<T> run(TenantContext context, Function<Mutiny.Session, Uni<T>> work) {
        return Panache.withTransaction(() -> Panache.getSession()
                .flatMap(session -> session.createNativeQuery(SET_CONTEXT, String.class)
                        .setParameter("tenant", Integer.toString(context.tenantId()))
                        .setParameter("partner", text(context.partnerId()))
                        .setParameter("account", text(context.accountId()))
                        .getSingleResult()
                        .flatMap(set -> work.apply(session))));
    }

    private static String text(OptionalLong id) {
        return id.isPresent() ? Long.toString(id.getAsLong()) : "";
    }
}
