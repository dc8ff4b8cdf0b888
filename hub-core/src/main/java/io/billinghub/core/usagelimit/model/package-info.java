/** Limits and when they are reached; pure. */
package io.billinghub.core.usagelimit.model;
