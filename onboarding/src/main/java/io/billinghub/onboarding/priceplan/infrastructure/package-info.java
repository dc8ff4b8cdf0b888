/** Price plans from JSON, and their statements. */
package io.billinghub.onboarding.priceplan.infrastructure;
