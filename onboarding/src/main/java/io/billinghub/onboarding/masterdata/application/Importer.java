package io.billinghub.onboarding.masterdata.application;

import java.util.Objects;

/**
 * Who sends master data, as its token says.
 *
 * @param tenantKey the tenant of the token
 * @param actor user name or client id, for the audit log
 * @param mayDefineTenant whether the login may send the section {@code tenant}: a hub administrator's
 * @param backDatesPrices whether a version of a price plan may begin in periods that are billed, as the sender has asked; the
 *     next runs bill the difference
 */
public record Importer(String tenantKey, String actor, boolean mayDefineTenant, boolean backDatesPrices) {

    public Importer(String tenantKey, String actor, boolean mayDefineTenant) {
        this(tenantKey, actor, mayDefineTenant, false);
    }

    public Importer {
        Objects.requireNonNull(tenantKey, "tenantKey");
        Objects.requireNonNull(actor, "actor");
    }
}
