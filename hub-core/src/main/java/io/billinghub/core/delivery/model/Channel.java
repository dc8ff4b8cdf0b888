package io.billinghub.core.delivery.model;

/** A way to a customer. */
public enum Channel {
    /** The documents as attachments of a mail. */
    EMAIL,
    /** A mail that says where the bill can be read. */
    PORTAL_LINK,
    /** The documents in a signed HTTP request. */
    WEBHOOK,
    /** The documents as files on an SFTP server. */
    SFTP
}
