package io.billinghub.adapters.transport;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Fails where the bytes are not as many as were announced, or none: an answer that is cut off, or a file that changes while it is
 * read, must not become a document.
 */
public final class WholeStream extends FilterInputStream {

    private final long announced;
    private long seen;

    /** @param announced number of bytes, or negative where it is not known */
    public WholeStream(InputStream in, long announced) {
        super(in);
        this.announced = announced;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        if (count > 0) {
            seen += count;
        }
        if (announced >= 0 && seen > announced) {
            throw new IOException("there are more bytes than the " + announced + " that were announced");
        }
        if (count < 0 && (seen == 0 || seen < announced)) {
            throw new EOFException("the answer was cut off after " + seen + " bytes of "
                    + (announced < 0 ? "an unknown number" : String.valueOf(announced)));
        }
        return count;
    }
}
