/** Repeated requests, edits of two at once, and lists page by page, over HTTP. */
package io.billinghub.api.idempotency;
