/**
 * Adapter descriptors: JSON documents, validated by a JSON Schema and versioned, that say how one partner's documents get
 * in. A descriptor holds no code and no secret.
 */
package io.billinghub.adapters.descriptor;
