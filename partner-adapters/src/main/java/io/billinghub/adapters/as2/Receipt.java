package io.billinghub.adapters.as2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A receipt (MDN, RFC 3798), ready to be sent: headers of HTTP and a body. As a text it can be kept and sent again as it was.
 *
 * @param body empty where the sender asked for none
 */
public record Receipt(Map<String, String> headers, String body) {

    private static final String END = "\r\n";

    public Receipt {
        headers = Map.copyOf(headers);
    }

    /** What {@link #of} reads. */
    public String text() {
        List<String> lines = new ArrayList<>();
        headers.forEach((name, value) -> lines.add(name + ": " + value));
        return String.join(END, lines) + END + END + body;
    }

    /** A receipt as {@link #text} gave it. */
    public static Receipt of(String text) {
        int end = text.indexOf(END + END);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : text.substring(0, end).split(END, -1)) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                headers.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return new Receipt(headers, text.substring(end + 2 * END.length()));
    }

    /** The body as it is sent; it holds ASCII alone. */
    public byte[] bytes() {
        return body.getBytes(StandardCharsets.US_ASCII);
    }
}
