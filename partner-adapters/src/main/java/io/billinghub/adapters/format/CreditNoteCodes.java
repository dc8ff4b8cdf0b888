package io.billinghub.adapters.format;

import java.util.Set;

/** Codes of UNTDID 1001 by which a document gives money back: those of EN 16931 for credit notes, and the consolidated one. */
public final class CreditNoteCodes {

    private static final Set<String> CODES =
            Set.of("81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532");

    private CreditNoteCodes() {}

    /** Whether the code is one of them; null is none. */
    public static boolean contains(String code) {
        return code != null && CODES.contains(code);
    }
}
