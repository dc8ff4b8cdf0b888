/**
 * Customers, accounts, products, balances and open bills of another billing system: taken in by CSV with a report per row, held against the old
 * system's totals, and completed once both agree or somebody else has accepted the difference.
 */
package io.billinghub.onboarding.migration;
