/** Who asks too much waits, and nobody else. */
package io.billinghub.api.ratelimit;
