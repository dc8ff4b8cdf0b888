package io.billinghub.onboarding.masterdata.application;

import java.util.Objects;

/**
 * Who sends master data, as its token says.
 *
 * @param tenantKey the tenant of the token
 * @param actor user name or client id, for the audit log
 * @param mayDefineTenant whether the login may send the section {@code tenant}: a hub administrator's
 */
public record Importer(String tenantKey, String actor, boolean mayDefineTenant) {
    public Importer {
        Objects.requireNonNull(tenantKey, "tenantKey");
        Objects.requireNonNull(actor, "actor");
    }
}
