/** The use cases of a case. Each works inside the caller's transaction, so that an answer can be kept with its effect. */
package io.billinghub.onboarding.partnercase.application;
