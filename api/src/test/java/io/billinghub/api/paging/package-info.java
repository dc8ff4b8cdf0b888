/** Lists are read to their end, page by page. */
package io.billinghub.api.paging;
