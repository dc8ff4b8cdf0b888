/** The statements of cases; each works inside the caller's transaction, on the rows that its login sees. */
package io.billinghub.onboarding.partnercase.infrastructure;
