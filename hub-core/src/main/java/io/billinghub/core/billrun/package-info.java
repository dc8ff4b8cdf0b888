/**
 * The bill run: from accepted partner lines, usage and subscriptions to published customer bills.
 *
 * <p>Guarantees: a shard's rating, consolidation and publication are one transaction each, keyed by (run, shard) and
 * guarded by a lease with a fencing token, so a crash at any point and a resume give the same bills once. Memory depends
 * on the size of a shard, not on the number of accounts.
 */
package io.billinghub.core.billrun;
