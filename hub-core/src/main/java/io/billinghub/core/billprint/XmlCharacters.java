package io.billinghub.core.billprint;

import java.util.regex.Pattern;

/** Characters that XML 1.0 forbids, even escaped. Partners send them in names; the page is parsed as XML. */
final class XmlCharacters {
    private static final Pattern FORBIDDEN =
            Pattern.compile("[^\\x{9}\\x{A}\\x{D}\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

    private XmlCharacters() {}

    static String clean(String text) {
        return FORBIDDEN.matcher(text).replaceAll("?");
    }
}
