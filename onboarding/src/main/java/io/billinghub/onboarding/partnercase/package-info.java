/** How a partner comes on board: one case, from the invitation to the end of the partnership. */
package io.billinghub.onboarding.partnercase;
