package io.billinghub.adapters.as2;

import java.io.IOException;
import java.io.InputStream;
import org.bouncycastle.asn1.ASN1InputStream;

/**
 * An encoded message of the Cryptographic Message Syntax (RFC 5652). The content passes through; what stands before and behind it, recipients,
 * certificates and signers, is held in memory by whoever parses it, before anything is known of the sender, so it is bounded.
 */
final class CmsStream extends ASN1InputStream {

    private static final int MOST_AROUND = 1 << 20;

    private long left = MOST_AROUND;

    /** @param size of the message in bytes, or more; no element that is held in memory claims to be longer */
    CmsStream(InputStream in, long size) {
        super(in, (int) Math.min(size, Integer.MAX_VALUE));
    }

    /** From here on the content is read, as long as it may be. */
    void atContent() {
        left = Long.MAX_VALUE;
    }

    /** From here on what stands behind the content is read. */
    void behindContent() {
        left = MOST_AROUND;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            count(1);
        }
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int read) throws IOException {
        left -= read;
        if (left < 0) {
            throw new IOException(
                    "recipients, certificates and signers of a message have more than " + MOST_AROUND + " bytes");
        }
    }
}
