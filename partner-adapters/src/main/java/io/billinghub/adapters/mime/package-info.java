/** MIME entities (RFC 2045, 2046) that lie in files, for transports that carry documents in them. Nothing is held whole in memory. */
package io.billinghub.adapters.mime;
