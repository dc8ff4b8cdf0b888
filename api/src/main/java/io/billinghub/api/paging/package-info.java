/**
 * How the hub's own lists are read page by page: {@code limit}, and {@code cursor} with what the page before gave as
 * {@code next}. A cursor says behind which entry to go on, so entries that come in meanwhile neither shift a page nor show twice.
 */
package io.billinghub.api.paging;
