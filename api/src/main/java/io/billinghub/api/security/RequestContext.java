package io.billinghub.api.security;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.ErrorCode;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.tenancy.Tenants;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.RequestScoped;
import java.util.Collection;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Whose request this is, derived from its token.
 *
 * <p>Refuses with 403 where the token has no tenant, where a partner's token names no partner of the tenant, and where a
 * customer's token names no billing account of the tenant. A claim narrows what is seen whatever roles stand beside it.
 */
@RequestScoped
public class RequestContext {

    private static final String PARTNER_ID = """
            select id from party_role where role in ('PARTNER', 'SUB_PARTNER') and key = $1
            """;
    private static final String ACCOUNT_ID = """
            select id from billing_account where number = $1
            """;

    private final SecurityIdentity identity;
    private final Tenants tenants;
    private final TenantTransaction transaction;

    public RequestContext(SecurityIdentity identity, Tenants tenants, TenantTransaction transaction) {
        this.identity = identity;
        this.tenants = tenants;
        this.transaction = transaction;
    }

    /** The login's tenant, narrowed to its partner or account. Fails with {@link HubException}, kind FORBIDDEN. */
    public Uni<TenantContext> tenantContext() {
        String tenant = requiredTenantKey();
        Optional<String> partner = requiredClaimOf(RealmRoles.PARTNER, "partner", ApiError.TOKEN_WITHOUT_PARTNER);
        Optional<String> account = requiredClaimOf(RealmRoles.CUSTOMER, "account", ApiError.TOKEN_WITHOUT_ACCOUNT);
        return tenants.idOf(tenant)
                .map(found -> found.orElseThrow(() -> new HubException(
                        CoreError.UNKNOWN_TENANT, "The token's tenant '" + tenant + "' is not known to this hub.")))
                .map(id -> TenantContext.of(id, actor()))
                .flatMap(context -> partner.map(key -> narrowToPartner(context, key))
                        .orElseGet(() -> Uni.createFrom().item(context)))
                .flatMap(context -> account.map(number -> narrowToAccount(context, number))
                        .orElseGet(() -> Uni.createFrom().item(context)));
    }

    /** The key of the token's tenant, which need not exist yet: an administrator may be about to create it. */
    public String requiredTenantKey() {
        return claim("tenant")
                .orElseThrow(() -> new HubException(
                        ApiError.TOKEN_WITHOUT_TENANT, "The token of '" + actor() + "' has no claim 'tenant'."));
    }

    /**
     * Refuses a login that is bound to a partner or an account, for what concerns the whole tenant.
     *
     * @throws HubException NARROWED_LOGIN
     */
    public void requireWholeTenant() {
        if (claim("partner").isPresent() || claim("account").isPresent()) {
            throw new HubException(
                    CoreError.NARROWED_LOGIN, "login " + actor() + " sees one partner's or one account's rows alone");
        }
    }

    /**
     * Refuses a login of one partner, whatever its other roles are: what is asked for is of all partners together.
     *
     * @throws HubException NARROWED_LOGIN
     */
    public void requireNoPartner() {
        if (claim("partner").isPresent()) {
            throw new HubException(CoreError.NARROWED_LOGIN, "login " + actor() + " sees one partner's rows alone");
        }
    }

    /**
     * Refuses a login of one partner where another's is meant, and one of a billing account, which is no partner's.
     *
     * @throws HubException OTHER_PARTNER, NARROWED_LOGIN
     */
    public void requireOwnPartner(String partner) {
        if (claim("account").isPresent()) {
            throw new HubException(CoreError.NARROWED_LOGIN, "login " + actor() + " sees one account's rows alone");
        }
        partnerKey().filter(own -> !own.equals(partner)).ifPresent(own -> {
            throw new HubException(
                    ApiError.OTHER_PARTNER,
                    "The login is of the partner '" + own + "', the path of '" + partner + "'.");
        });
    }

    /** Who acts, for the audit log: the user's name, or the client's id for a service account. */
    public String actor() {
        return identity.getPrincipal().getName();
    }

    /** The key of the partner that the login is bound to; empty for a login of the host. */
    public Optional<String> partnerKey() {
        return claim("partner");
    }

    public boolean hasRole(String role) {
        return identity.hasRole(role);
    }

    public boolean hasOneOf(Collection<String> roles) {
        return roles.stream().anyMatch(identity::hasRole);
    }

    private Uni<TenantContext> narrowToPartner(TenantContext context, String key) {
        return idOf(context, PARTNER_ID, key, ApiError.TOKEN_WITHOUT_PARTNER, "partner")
                .map(context::forPartner);
    }

    private Uni<TenantContext> narrowToAccount(TenantContext context, String number) {
        return idOf(context, ACCOUNT_ID, number, ApiError.TOKEN_WITHOUT_ACCOUNT, "billing account")
                .map(context::forAccount);
    }

    private Uni<Long> idOf(TenantContext context, String sql, String key, ErrorCode refusal, String what) {
        return transaction
                .run(context, connection -> connection.preparedQuery(sql).execute(Tuple.of(key)))
                .map(rows -> first(rows)
                        .orElseThrow(() -> new HubException(
                                refusal, "The token names the " + what + " '" + key + "', which the tenant lacks.")));
    }

    private static Optional<Long> first(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(row.getLong(0));
        }
        return Optional.empty();
    }

    private Optional<String> requiredClaimOf(String role, String claim, ErrorCode refusal) {
        Optional<String> value = claim(claim);
        if (value.isEmpty() && identity.hasRole(role)) {
            throw new HubException(
                    refusal,
                    "The token of '" + actor() + "' has the role '" + role + "' but no claim '" + claim + "'.");
        }
        return value;
    }

    private Optional<String> claim(String name) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Optional.empty();
        }
        Object value = token.getClaim(name);
        return Optional.ofNullable(value)
                .map(Object::toString)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
