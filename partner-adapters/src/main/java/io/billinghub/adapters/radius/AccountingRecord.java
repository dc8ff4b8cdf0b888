package io.billinghub.adapters.radius;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * What a request says of a session, or of its NAS.
 *
 * @param nas who sends, and for which NAS where a proxy sends for several; at most 64 characters
 * @param session the Acct-Session-Id, at most 64 characters; empty where the NAS tells of itself
 * @param at when it happened, by the Event-Timestamp, or by the arrival less the Acct-Delay-Time
 * @param seconds since the session began
 * @param texts the attributes that a descriptor may name
 */
record AccountingRecord(
        Kind kind,
        String nas,
        String session,
        Instant at,
        long octetsIn,
        long octetsOut,
        long seconds,
        Map<String, String> texts) {

    private static final int LONGEST_NAME = 64;
    private static final Map<Integer, String> TEXTS = Map.of(
            1,
            "User-Name",
            30,
            "Called-Station-Id",
            31,
            "Calling-Station-Id",
            32,
            "NAS-Identifier",
            25,
            "Class",
            89,
            "Chargeable-User-Identity");
    private static final Map<Integer, String> ADDRESSES =
            Map.of(4, "NAS-IP-Address", 8, "Framed-IP-Address", 95, "NAS-IPv6-Address", 168, "Framed-IPv6-Address");

    /** What the Acct-Status-Type comes to. */
    enum Kind {
        /** A session begins, goes on or ends: its counters are cumulative in each. */
        SESSION,
        /** The NAS forgets its sessions: Accounting-On and Accounting-Off. */
        RESTART,
        /** Nothing that is counted, such as tunnels. */
        OTHER
    }

    AccountingRecord {
        texts = Map.copyOf(texts);
    }

    /** Begin of the session. */
    Instant began() {
        return at.minusSeconds(seconds);
    }

    /**
     * Reads a request.
     *
     * @param peer the address that it came from
     * @throws IllegalArgumentException if an attribute is malformed, or one that is needed is missing
     */
    static AccountingRecord of(RadiusPacket packet, String peer, Instant received) {
        Map<Integer, byte[]> first = new HashMap<>();
        packet.attributes().forEach(attribute -> first.putIfAbsent(attribute.type(), attribute.value()));
        Map<String, String> texts = new HashMap<>();
        TEXTS.forEach(
                (type, name) -> Optional.ofNullable(first.get(type)).ifPresent(value -> texts.put(name, text(value))));
        ADDRESSES.forEach((type, name) ->
                Optional.ofNullable(first.get(type)).ifPresent(value -> texts.put(name, address(name, value))));
        Kind kind = kind(integer(first, 40).orElseThrow(() -> new IllegalArgumentException("no Acct-Status-Type")));
        String session = first.containsKey(44) ? text(first.get(44)) : "";
        if (kind == Kind.SESSION && session.isEmpty()) {
            throw new IllegalArgumentException("no Acct-Session-Id");
        }
        String nas = texts.getOrDefault(
                "NAS-Identifier", texts.getOrDefault("NAS-IP-Address", texts.getOrDefault("NAS-IPv6-Address", "")));
        Instant at = integer(first, 55)
                .map(Instant::ofEpochSecond)
                .orElseGet(() -> received.minusSeconds(integer(first, 41).orElse(0L)));
        return new AccountingRecord(
                kind,
                shortened(peer + "/" + nas),
                shortened(session),
                at,
                octets(first, 42, 52),
                octets(first, 43, 53),
                integer(first, 46).orElse(0L),
                texts);
    }

    private static Kind kind(long status) {
        if (status >= 1 && status <= 3) {
            return Kind.SESSION;
        }
        return status == 7 || status == 8 ? Kind.RESTART : Kind.OTHER;
    }

    /** The low 32 bits and how often they went over (RFC 2869, 5.1). */
    private static long octets(Map<Integer, byte[]> values, int low, int gigawords) {
        long over = integer(values, gigawords).orElse(0L);
        if (over > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("attribute " + gigawords + " is out of range");
        }
        return (over << 32) + integer(values, low).orElse(0L);
    }

    private static Optional<Long> integer(Map<Integer, byte[]> values, int type) {
        byte[] value = values.get(type);
        if (value == null) {
            return Optional.empty();
        }
        if (value.length != 4) {
            throw new IllegalArgumentException("attribute " + type + " has " + value.length + " bytes, not 4");
        }
        return Optional.of(ByteBuffer.wrap(value).getInt() & 0xffffffffL);
    }

    private static String address(String name, byte[] value) {
        try {
            return InetAddress.getByAddress(value).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(name + " is no address", e);
        }
    }

    /** UTF-8 as the protocol demands; what is none, or can't be shown, as its bytes in hex. */
    private static String text(byte[] value) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            return text.codePoints().anyMatch(Character::isISOControl)
                    ? HexFormat.of().formatHex(value)
                    : text;
        } catch (CharacterCodingException e) {
            return HexFormat.of().formatHex(value);
        }
    }

    private static String shortened(String name) {
        if (name.length() <= LONGEST_NAME) {
            return name;
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
