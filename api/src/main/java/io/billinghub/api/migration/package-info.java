/** Migrations from other billing systems: files, reports, totals, completion. */
package io.billinghub.api.migration;
