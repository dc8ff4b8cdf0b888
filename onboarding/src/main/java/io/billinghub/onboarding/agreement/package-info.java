/**
 * Templates of agreements, and versions of agreements on their way into force: proposed, approved by somebody else, accepted by the
 * partner. Until then they are no rows that anything is billed by. Each method works inside the caller's transaction.
 */
package io.billinghub.onboarding.agreement;
