/** What usage costs of buckets; pure. */
package io.billinghub.core.reservation.model;
