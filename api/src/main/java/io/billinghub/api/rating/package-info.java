/**
 * What a price plan makes of quantities or usage, without storing anything; the schema and worked examples of plans.
 */
package io.billinghub.api.rating;
