/** Documents that are records of a topic in the hub's own Kafka. */
package io.billinghub.adapters.transport.kafka;
