package io.billinghub.adapters.soap;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;

/** Takes {@code xs:base64Binary} in pieces and writes what it stands for. Blanks may stand anywhere, other characters nowhere. */
final class Base64Text {

    private static final int PIECE = 1 << 16;

    private final OutputStream out;
    private final StringBuilder waiting = new StringBuilder();
    private boolean padded;

    Base64Text(OutputStream out) {
        this.out = out;
    }

    /** @throws SoapFlaw if it is no Base64 */
    void append(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                waiting.append(c);
            }
        }
        if (waiting.length() >= PIECE) {
            decode(waiting.length() / 4 * 4);
        }
    }

    /** @throws SoapFlaw if it is not whole */
    void end() throws IOException {
        decode(waiting.length());
    }

    private void decode(int length) throws IOException {
        String piece = waiting.substring(0, length);
        waiting.delete(0, length);
        if (padded && !piece.isEmpty()) {
            throw flaw();
        }
        padded = piece.endsWith("=");
        try {
            out.write(Base64.getDecoder().decode(piece));
        } catch (IllegalArgumentException e) {
            throw flaw();
        }
    }

    private static SoapFlaw flaw() {
        return SoapFlaw.sender("/Envelope/Body/SubmitDocument/content", "the content is no whole Base64");
    }
}
