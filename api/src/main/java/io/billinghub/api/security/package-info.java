/**
 * From a token to who may see what. The tenant, the partner and the account come from the token's claims alone; a request
 * can't name them. The rows are then guarded by PostgreSQL through {@link io.billinghub.core.tenancy.TenantContext}.
 */
package io.billinghub.api.security;
