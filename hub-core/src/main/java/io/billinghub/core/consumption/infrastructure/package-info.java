/** Accounts with those they pay for. */
package io.billinghub.core.consumption.infrastructure;
