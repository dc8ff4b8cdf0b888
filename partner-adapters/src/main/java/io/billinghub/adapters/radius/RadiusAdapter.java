package io.billinghub.adapters.radius;

/**
 * An adapter that requests may be meant for.
 *
 * @param key its name inside the tenant
 * @param partner key of the partner whose usage it is
 */
record RadiusAdapter(int tenant, String tenantKey, String key, String partner, RadiusOptions options) {}
