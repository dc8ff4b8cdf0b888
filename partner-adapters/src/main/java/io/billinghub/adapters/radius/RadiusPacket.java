package io.billinghub.adapters.radius;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An Accounting-Request as it came (RFC 2866, section 3), and its answer. Pure. */
final class RadiusPacket {

    private static final int ACCOUNTING_REQUEST = 4;
    private static final int ACCOUNTING_RESPONSE = 5;
    private static final int HEAD = 20;
    private static final int AUTHENTICATOR = 4;
    private static final int LONGEST = 4096;
    private static final int PROXY_STATE = 33;

    private final byte[] bytes;

    /**
     * One attribute.
     *
     * @param type 1 to 255
     */
    record Attribute(int type, byte[] value) {}

    /**
     * Takes the packet out of a datagram; what stands behind its length is padding.
     *
     * @throws IllegalArgumentException if it is no Accounting-Request
     */
    RadiusPacket(byte[] datagram) {
        if (datagram.length < HEAD) {
            throw new IllegalArgumentException("it has less than 20 bytes");
        }
        int length = (datagram[2] & 0xff) << 8 | datagram[3] & 0xff;
        if (length < HEAD || length > LONGEST || length > datagram.length) {
            throw new IllegalArgumentException("its length says " + length + ", and " + datagram.length + " came");
        }
        if ((datagram[0] & 0xff) != ACCOUNTING_REQUEST) {
            throw new IllegalArgumentException("its code is " + (datagram[0] & 0xff) + ", no Accounting-Request");
        }
        this.bytes = Arrays.copyOf(datagram, length);
    }

    /** Whether its authenticator was made with the secret. */
    boolean isBy(String secret) {
        byte[] given = Arrays.copyOfRange(bytes, AUTHENTICATOR, HEAD);
        byte[] zeroed = bytes.clone();
        Arrays.fill(zeroed, AUTHENTICATOR, HEAD, (byte) 0);
        return MessageDigest.isEqual(given, md5(zeroed, secret));
    }

    /**
     * The attributes in their order.
     *
     * @throws IllegalArgumentException if one is cut
     */
    List<Attribute> attributes() {
        List<Attribute> attributes = new ArrayList<>();
        int at = HEAD;
        while (at < bytes.length) {
            int length = at + 1 < bytes.length ? bytes[at + 1] & 0xff : 0;
            if (length < 2 || at + length > bytes.length) {
                throw new IllegalArgumentException("the attribute at byte " + at + " has no length that fits");
            }
            attributes.add(new Attribute(bytes[at] & 0xff, Arrays.copyOfRange(bytes, at + 2, at + length)));
            at += length;
        }
        return attributes;
    }

    /** The Accounting-Response, with the request's Proxy-State attributes as they are (RFC 2866, 4.2). */
    byte[] response(String secret) {
        ByteArrayOutputStream states = new ByteArrayOutputStream();
        for (Attribute attribute : attributes()) {
            if (attribute.type() == PROXY_STATE) {
                states.write(PROXY_STATE);
                states.write(attribute.value().length + 2);
                states.writeBytes(attribute.value());
            }
        }
        byte[] response = Arrays.copyOf(bytes, HEAD + states.size());
        response[0] = ACCOUNTING_RESPONSE;
        response[2] = (byte) (response.length >> 8);
        response[3] = (byte) response.length;
        System.arraycopy(states.toByteArray(), 0, response, HEAD, states.size());
        // until here the authenticator is the request's
        System.arraycopy(md5(response, secret), 0, response, AUTHENTICATOR, HEAD - AUTHENTICATOR);
        return response;
    }

    private static byte[] md5(byte[] packet, String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5"); // what the protocol demands
            digest.update(packet);
            return digest.digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
