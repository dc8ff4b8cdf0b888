/** How values are read and written by every part of the API. */
package io.billinghub.api.json;
