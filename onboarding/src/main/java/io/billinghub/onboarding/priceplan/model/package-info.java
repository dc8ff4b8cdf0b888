/** Price plans as they come and go, each with its offering, and where in a document something is wrong. Pure. */
package io.billinghub.onboarding.priceplan.model;
