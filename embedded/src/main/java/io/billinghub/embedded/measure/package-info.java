/**
 * Measures how many billing errors a hub catches before the customer sees them: a generator of its own makes truth, agreements and
 * bills out of a seed, puts errors and benign look-alikes in, sends them to a running hub and counts. It knows nothing of the hub's
 * rating: what a plan costs is reckoned here once more, in another way.
 */
package io.billinghub.embedded.measure;
