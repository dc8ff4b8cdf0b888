/** Usage in PostgreSQL: sums and single events, read as sets. */
package io.billinghub.core.usage.infrastructure;
