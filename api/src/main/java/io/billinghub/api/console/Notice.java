package io.billinghub.api.console;

import io.billinghub.api.error.Refusal;
import io.billinghub.core.error.HubException;
import java.util.Locale;

/** Why a form was not carried out, above the page on which it stands. */
public record Notice(String title, String detail, String whatToDo) {

    static Notice of(HubException refused) {
        Refusal refusal = Refusal.of(refused);
        return new Notice(refusal.title(), sentence(refusal.detail()), refusal.whatToDo());
    }

    private static String sentence(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
