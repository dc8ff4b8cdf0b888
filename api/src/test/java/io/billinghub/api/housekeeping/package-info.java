/** What is kept for a while only. */
package io.billinghub.api.housekeeping;
