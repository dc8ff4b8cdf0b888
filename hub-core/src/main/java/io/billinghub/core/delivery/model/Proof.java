package io.billinghub.core.delivery.model;

import java.util.Optional;

/**
 * What the other side said when it took a parcel.
 *
 * @param answer for people, at most {@value #LONGEST} characters
 * @param messageId by which the other side knows it, such as a mail's Message-ID
 */
public record Proof(String answer, Optional<String> messageId) {

    /** Most characters of an answer. */
    public static final int LONGEST = 1_000;

    public Proof {
        answer = answer.length() > LONGEST ? answer.substring(0, LONGEST) : answer;
    }
}
