/**
 * What the usage of a billing period would have cost under another price plan, for each account and in all.
 *
 * <p>Guarantees: the same usage is rated by the plans that were in force and by the other one, in the same way as bill runs rate it;
 * what was really billed stands beside both. Nothing is changed. Accounts are read a part at a time.
 */
package io.billinghub.core.comparison;
