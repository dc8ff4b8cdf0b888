package io.billinghub.onboarding.ratecard;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Several texts in one field, with a separator between them; {@code \} before a character takes away its meaning. */
final class ListText {
    private static final char ESCAPE = '\\';

    private ListText() {}

    static String join(List<String> texts, char separator) {
        return texts.stream()
                .map(text -> escaped(text, separator))
                .collect(Collectors.joining(separator == '|' ? "|" : separator + " "));
    }

    private static String escaped(String text, char separator) {
        return text.replace("\\", "\\\\").replace(String.valueOf(separator), ESCAPE + String.valueOf(separator));
    }

    /** The texts between the separators without blanks around them, without their escapes; empty for an empty field. */
    static List<String> split(String field, char separator) {
        List<String> texts = new ArrayList<>();
        if (field.isBlank()) {
            return texts;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            boolean escapes = c == ESCAPE
                    && i + 1 < field.length()
                    && (field.charAt(i + 1) == ESCAPE || field.charAt(i + 1) == separator);
            if (escapes) {
                i++;
                text.append(field.charAt(i));
            } else if (c == separator) {
                texts.add(text.toString().strip());
                text.setLength(0);
            } else {
                text.append(c);
            }
        }
        texts.add(text.toString().strip());
        return texts;
    }
}
