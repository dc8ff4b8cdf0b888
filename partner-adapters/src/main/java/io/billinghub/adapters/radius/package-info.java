/**
 * RADIUS accounting (RFC 2866) as usage. A request is answered behind the commit that holds its usage and the counters of its session; who gets no
 * answer sends again, and what was counted is not counted twice.
 */
package io.billinghub.adapters.radius;
