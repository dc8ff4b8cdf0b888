package io.billinghub.adapters.as2;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the descriptor's {@code transport} says of a partner's station.
 *
 * @param from the partner's AS2 name
 * @param to the host's AS2 name
 * @param key reference to the host's key and certificate, a PKCS#12 key store in Base64
 * @param keyPassword reference, or null
 * @param certificates references to the partner's certificates in PEM, two while it changes from one to the other
 * @param encryptionRequired whether a message that is only signed is refused
 */
record Station(
        String from,
        String to,
        String key,
        String keyPassword,
        List<String> certificates,
        boolean encryptionRequired,
        Algorithms algorithms) {

    Station {
        certificates = List.copyOf(certificates);
    }

    static Station of(JsonNode options) {
        List<String> certificates = new ArrayList<>();
        options.path("partnerCertificates").forEach(reference -> certificates.add(reference.asText()));
        Set<String> legacy = new HashSet<>();
        options.path("legacyAlgorithms").forEach(name -> legacy.add(name.asText()));
        return new Station(
                options.path("as2From").asText(),
                options.path("as2To").asText(),
                options.path("key").asText(),
                options.path("keyPassword").textValue(),
                certificates,
                !options.path("encryption").asText("required").equals("optional"),
                new Algorithms(legacy));
    }

    /** Whether a message is from this partner and for this host, by its headers; either may be null. */
    boolean isOf(String as2From, String as2To) {
        return from.equals(name(as2From)) && to.equals(name(as2To));
    }

    /** A name without its quotes (RFC 4130, 6.2). */
    static String name(String header) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
            return text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
        }
        return text;
    }

    /** A name as a header has it. */
    static String header(String name) {
        return name.indexOf(' ') >= 0 ? '"' + name + '"' : name;
    }
}
