/** States of cases. */
package io.billinghub.onboarding.partnercase.model;
