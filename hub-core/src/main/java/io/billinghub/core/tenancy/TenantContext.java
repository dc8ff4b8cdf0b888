package io.billinghub.core.tenancy;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * For whom a transaction runs; always derived from a token or from a row, never from what a request says.
 *
 * @param tenantId {@code tenant.id}, positive
 * @param actor who acts, for the audit log: a user name, a client id, or the name of an internal worker
 * @param partnerId {@code party_role.id} if the login is a partner's and so sees that partner's rows alone
 * @param accountId {@code billing_account.id} if the login is a customer's and so sees that account's rows alone
 */
public record TenantContext(int tenantId, String actor, OptionalLong partnerId, OptionalLong accountId) {

    public TenantContext {
        if (tenantId <= 0) {
            throw new IllegalArgumentException("tenantId must be positive, was " + tenantId);
        }
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(partnerId, "partnerId");
        Objects.requireNonNull(accountId, "accountId");
    }

    /** A login or worker that sees the whole tenant. */
    public static TenantContext of(int tenantId, String actor) {
        return new TenantContext(tenantId, actor, OptionalLong.empty(), OptionalLong.empty());
    }

    public TenantContext forPartner(long partner) {
        return new TenantContext(tenantId, actor, OptionalLong.of(partner), accountId);
    }

    public TenantContext forAccount(long account) {
        return new TenantContext(tenantId, actor, partnerId, OptionalLong.of(account));
    }
}
