/**
 * Master data in one document: parties, roles, tax, agreements, cycles, accounts, offerings, prices, subscriptions and
 * exchange rates of one tenant.
 *
 * <p>Guarantees: all or nothing, in one transaction; the same document again changes nothing; one import of a tenant at
 * a time; what a bill may have used (a version of an agreement or of a price plan, a tax rate, an exchange rate) is
 * never changed, only followed by a new version. Every import leaves an audit row.
 */
package io.billinghub.onboarding.masterdata;
