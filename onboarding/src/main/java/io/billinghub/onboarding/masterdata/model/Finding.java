package io.billinghub.onboarding.masterdata.model;

import io.billinghub.onboarding.error.OnboardingError;
import java.util.Objects;

/**
 * One thing that is wrong with a document.
 *
 * @param pointer JSON pointer (RFC 6901) into the document; empty for the whole
 * @param message what is wrong there, for people
 */
public record Finding(String pointer, OnboardingError code, String message) {
    public Finding {
        Objects.requireNonNull(pointer, "pointer");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
    }

    public String whatToDo() {
        return code.whatToDo();
    }
}
