/** Rate cards, read and written. */
package io.billinghub.onboarding.ratecard;
