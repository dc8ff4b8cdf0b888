/** States of a case and what a new one is made of; pure Java, immutable, safe for any thread. */
package io.billinghub.onboarding.partnercase.model;
