/** Partner documents over REST: push, look up, read again, and what waits in quarantine. Bodies are streamed, never held. */
package io.billinghub.api.document;
