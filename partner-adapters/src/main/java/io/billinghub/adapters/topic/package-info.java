/**
 * Usage events from Kafka. A topic belongs to one partner, which the operator says; who may write to it is Kafka's to know. Records are
 * taken in by batches, as by REST: an offset is committed when the records before it are in the database, so nothing is lost, and what is
 * delivered again is known by its ids.
 */
package io.billinghub.adapters.topic;
