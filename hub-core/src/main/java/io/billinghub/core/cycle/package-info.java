/** The calendar of bill cycles; pure. */
package io.billinghub.core.cycle;
