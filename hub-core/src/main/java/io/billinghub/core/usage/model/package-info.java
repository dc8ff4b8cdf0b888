/** Which price plan rates which usage, and what comes of it; pure. */
package io.billinghub.core.usage.model;
