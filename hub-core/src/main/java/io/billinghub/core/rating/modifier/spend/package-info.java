/** The least and the most that is charged in a period, with the difference as a line of its own. */
package io.billinghub.core.rating.modifier.spend;
