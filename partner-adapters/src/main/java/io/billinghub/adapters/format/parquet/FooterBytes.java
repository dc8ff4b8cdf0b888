package io.billinghub.adapters.format.parquet;

import java.nio.ByteBuffer;

/**
 * Walks through a footer as Thrift's compact protocol writes it, before the library does: the library makes a list as long as a few bytes
 * say. Here no list is longer than the bytes behind it, of which each element takes one at least.
 */
final class FooterBytes {

    private static final int DEEPEST = 32;
    private static final int LONG_FORM = 15;

    private final ByteBuffer bytes;

    private FooterBytes(byte[] footer) {
        this.bytes = ByteBuffer.wrap(footer);
    }

    /** @throws RuntimeException if the bytes are no footer */
    static void require(byte[] footer) {
        new FooterBytes(footer).struct(0);
    }

    private void struct(int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("it is nested too deeply");
        }
        for (int head = bytes.get() & 0xFF; head != 0; head = bytes.get() & 0xFF) {
            if (head >>> 4 == 0) {
                varint(); // the field's number, where it is not the next ones
            }
            field(head & 0xF, depth);
        }
    }

    private void field(int type, int depth) {
        if (type > 2) { // a truth is in the field's head
            value(type, depth);
        }
    }

    private void value(int type, int depth) {
        switch (type) {
            case 1, 2, 3 -> skip(1);
            case 4, 5, 6 -> varint();
            case 7 -> skip(8);
            case 8 -> skip(varint());
            case 9, 10 -> list(depth);
            case 11 -> map(depth);
            case 12 -> struct(depth + 1);
            default -> throw new IllegalArgumentException("there is no type " + type);
        }
    }

    private void list(int depth) {
        int head = bytes.get() & 0xFF;
        long size = head >>> 4 == LONG_FORM ? varint() : head >>> 4;
        requireRoom(size);
        for (long i = 0; i < size; i++) {
            value(head & 0xF, depth + 1);
        }
    }

    private void map(int depth) {
        long size = varint();
        requireRoom(size);
        int types = size == 0 ? 0 : bytes.get() & 0xFF;
        for (long i = 0; i < size; i++) {
            value(types >>> 4, depth + 1);
            value(types & 0xF, depth + 1);
        }
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = bytes.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number does not end");
    }

    private void skip(long length) {
        requireRoom(length);
        bytes.position(bytes.position() + (int) length);
    }

    private void requireRoom(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException(
                    "it says that " + length + " things follow in " + bytes.remaining() + " bytes");
        }
    }
}
