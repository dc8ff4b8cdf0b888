/** Who wants to be told of events: TMF {@code /hub} subscriptions and the hub's webhooks. */
package io.billinghub.api.notification;
