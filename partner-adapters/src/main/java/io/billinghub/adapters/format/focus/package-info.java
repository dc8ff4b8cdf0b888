/** FOCUS 1.0 cost and usage. */
package io.billinghub.adapters.format.focus;
