/** What set-based SQL needs on the side of Java: rows as array parameters for {@code unnest}. */
package io.billinghub.core.sql;
