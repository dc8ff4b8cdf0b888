/** Agreements and shares in PostgreSQL, and the consumer of the hub's bill events. */
package io.billinghub.settlement.share.infrastructure;
