/**
 * Whether the books hold together: the invariants of the hub as queries over the tenant's rows. Run by operators, and after
 * every integration test and every crash test.
 */
package io.billinghub.core.coherence;
