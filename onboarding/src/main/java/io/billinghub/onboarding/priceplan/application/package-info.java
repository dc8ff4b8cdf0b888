/** The use cases: to take price plans in, and to read them. Safe for concurrent use. */
package io.billinghub.onboarding.priceplan.application;
