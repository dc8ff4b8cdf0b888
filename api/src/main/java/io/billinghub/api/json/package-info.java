/** How values are written as JSON by every part of the API. */
package io.billinghub.api.json;
