/** Looking at accounts whose usage, or whose buckets, have moved. */
package io.billinghub.core.reservation.application;
