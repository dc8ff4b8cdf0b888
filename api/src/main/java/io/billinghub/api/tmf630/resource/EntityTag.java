package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The entity tag (RFC 9110, 8.8.3) of a representation: strong, from its content. */
public final class EntityTag {

    private static final int BYTES = 16;

    private EntityTag() {}

    /** In its quotes, as the header has it. */
    public static String of(ObjectNode representation) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(representation.toString().getBytes(StandardCharsets.UTF_8));
            return '"' + HexFormat.of().formatHex(hash, 0, BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** @throws HubException PRECONDITION_FAILED where the client means another state of the resource */
    static void require(Optional<String> ifMatch, ObjectNode current) {
        if (ifMatch.isEmpty() || ifMatch.get().strip().equals("*")) {
            return;
        }
        String tag = of(current);
        if (Arrays.stream(ifMatch.get().split(",", -1)).map(String::strip).noneMatch(tag::equals)) {
            throw new HubException(
                    ApiError.PRECONDITION_FAILED,
                    "The resource has the entity tag " + tag + ", which the header If-Match does not name.");
        }
    }
}
