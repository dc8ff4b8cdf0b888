/** Limits of usage, from making one to the event that tells that it is reached. */
package io.billinghub.api.usagelimit;
