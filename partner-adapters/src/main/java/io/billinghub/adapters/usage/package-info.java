/**
 * Usage events in the hub's own form: as lines of JSON, as a JSON array, as CloudEvents or as CSV. Pure; what can't be read of
 * one event is a flaw of that event alone.
 */
package io.billinghub.adapters.usage;
