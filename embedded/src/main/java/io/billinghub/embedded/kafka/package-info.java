/** A single Kafka broker that is its own KRaft controller, in a JVM of its own. */
package io.billinghub.embedded.kafka;
