/** Exact values from what partners write: JSONata that never falls into binary floating point, numbers, dates and texts. */
package io.billinghub.adapters.mapping;
