/** A partner's customer numbers and products in bulk: CSV in, a report per row out. */
package io.billinghub.onboarding.links;
