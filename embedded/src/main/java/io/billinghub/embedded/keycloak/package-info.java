/**
 * Keycloak with the realm {@code billing-hub}. The slow part (augmentation, schema, import of the realm, class data
 * archive) is done when the module is built; a first start copies the result, so that it is as fast as any other.
 */
package io.billinghub.embedded.keycloak;
