/** What may stand in a file of a migration, what becomes of its rows, and how totals compare. Pure. */
package io.billinghub.onboarding.migration.model;
