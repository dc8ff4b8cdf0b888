/** Files of migrations and their tables; all statements work inside of the caller's transaction, on many rows at once. */
package io.billinghub.onboarding.migration.infrastructure;
