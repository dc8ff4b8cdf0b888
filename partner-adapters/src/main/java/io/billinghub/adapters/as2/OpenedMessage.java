package io.billinghub.adapters.as2;

import io.billinghub.adapters.mime.MimeEntity;
import java.util.Objects;

/**
 * A message whose signature is the partner's.
 *
 * @param signed what was signed: headers and body, each byte as it was sent
 * @param payload the document, with its headers; in a file that goes when the message is closed
 */
record OpenedMessage(Bytes signed, MimeEntity payload) {

    OpenedMessage {
        Objects.requireNonNull(signed, "signed");
        Objects.requireNonNull(payload, "payload");
    }
}
