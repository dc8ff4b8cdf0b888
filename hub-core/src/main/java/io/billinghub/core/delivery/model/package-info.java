/** Preferences, parcels and proofs. */
package io.billinghub.core.delivery.model;
