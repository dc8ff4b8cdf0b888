/** How many documents a second are written, by JMH. */
package io.billinghub.core.billprint.bench;
