/** Attachments of messages in a mailbox. */
package io.billinghub.adapters.transport.imap;
