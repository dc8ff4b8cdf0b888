package io.billinghub.core.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.regex.Pattern;

/** Why a text is no JSON, in words for whoever wrote it: without the parser's own classes and settings. */
public final class JsonFlaw {

    /** " (start marker at [Source: …; line: 1, column: 1])" and ", from `StreamReadConstraints…()`". */
    private static final Pattern INSIDE = Pattern.compile(
            " ?\\([^()\\[]*\\[Source:[^\\]]*\\]\\)|,? from `[^`]*`| for `[^`]*`(: not allowed when `[^`]*` enabled)?|`");

    private JsonFlaw() {}

    /** The reason as a part of a sentence, without a place and without a full stop. */
    public static String of(JsonProcessingException flaw) {
        String said = String.valueOf(flaw.getOriginalMessage());
        return INSIDE.matcher(said).replaceAll("");
    }
}
