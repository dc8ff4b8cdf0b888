package io.billinghub.adapters.format.parquet;

import io.airlift.compress.Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Takes compression off pages, in Java alone; what a row group unfolds to together is bounded, whatever sizes it claims. For one document. */
final class BoundedCodecs implements CompressionCodecFactory {

    /** Writers end a row group at 128 MiB or before. */
    static final long LARGEST_GROUP = 256L << 20;

    private long left = LARGEST_GROUP;

    /** Begins a row group. */
    void nextGroup() {
        left = LARGEST_GROUP;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("documents are read, not written");
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED -> new Bounded((packed, size) -> packed);
            case SNAPPY -> new Bounded((packed, size) -> block(new SnappyDecompressor(), packed, size));
            case ZSTD -> new Bounded((packed, size) -> block(new ZstdDecompressor(), packed, size));
            case GZIP -> new Bounded(BoundedCodecs::gunzip);
            default ->
                throw new RefusedException(
                        RuleCode.MALFORMED_DOCUMENT,
                        "document",
                        "the compression " + codec + " is not read; uncompressed, SNAPPY, GZIP and ZSTD are");
        };
    }

    @Override
    public void release() {
        // nothing is held
    }

    private interface Unpacking {
        byte[] of(byte[] packed, int size) throws IOException;
    }

    private static byte[] block(Decompressor decompressor, byte[] packed, int size) {
        byte[] plain = new byte[size];
        int length = decompressor.decompress(packed, 0, packed.length, plain, 0, size);
        return whole(plain, length, size);
    }

    private static byte[] gunzip(byte[] packed, int size) throws IOException {
        try (InputStream in = new GZIPInputStream(new java.io.ByteArrayInputStream(packed))) {
            byte[] plain = in.readNBytes(size);
            if (in.read() >= 0) {
                throw new IllegalArgumentException("a page unfolds to more than the " + size + " bytes that it says");
            }
            return whole(plain, plain.length, size);
        }
    }

    private static byte[] whole(byte[] plain, int length, int size) {
        if (length != size) {
            throw new IllegalArgumentException(
                    "a page unfolds to " + length + " bytes and not to the " + size + " that it says");
        }
        return plain;
    }

    private final class Bounded implements BytesInputDecompressor {
        private final Unpacking unpacking;

        Bounded(Unpacking unpacking) {
            this.unpacking = unpacking;
        }

        @Override
        public BytesInput decompress(BytesInput packed, int size) throws IOException {
            return BytesInput.from(unpacked(packed.toByteArray(), size));
        }

        @Override
        public void decompress(ByteBuffer packed, int packedSize, ByteBuffer plain, int size) throws IOException {
            byte[] bytes = new byte[packedSize];
            packed.get(bytes);
            plain.put(unpacked(bytes, size));
            plain.flip();
        }

        private byte[] unpacked(byte[] packed, int size) throws IOException {
            left -= Math.max(0, size);
            if (size < 0 || left < 0) {
                throw new RefusedException(
                        RuleCode.ARCHIVE_REFUSED,
                        "document",
                        "a row group unfolds to more than " + LARGEST_GROUP + " bytes");
            }
            return unpacking.of(packed, size);
        }

        @Override
        public void release() {
            // nothing is held
        }
    }
}
