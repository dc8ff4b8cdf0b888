/** Ids that are seen from outside: time-ordered ones from a generator that is injected, and stable ones made from what they name. */
package io.billinghub.core.identity;
