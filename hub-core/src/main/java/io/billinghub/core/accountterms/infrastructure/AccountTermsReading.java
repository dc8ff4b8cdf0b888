package io.billinghub.core.accountterms.infrastructure;

import io.billinghub.core.accountterms.model.TermsDocument;

/** What came of reading the terms of accounts. */
public sealed interface AccountTermsReading {

    /**
     * The terms, where a refusal would be a bug: those that were read and stored before.
     *
     * @throws IllegalStateException if they were refused
     */
    TermsDocument orElseThrow();

    /** They are terms. */
    record Accepted(TermsDocument terms) implements AccountTermsReading {
        @Override
        public TermsDocument orElseThrow() {
            return terms;
        }
    }

    /**
     * They are none.
     *
     * @param path JSON path of the place, for example {@code $.discounts[1].reduction}; {@code $} for the whole
     * @param problem what is wrong there and what is allowed, for people
     */
    record Refused(String path, String problem) implements AccountTermsReading {
        @Override
        public TermsDocument orElseThrow() {
            throw new IllegalStateException("not terms of accounts: " + path + ": " + problem);
        }
    }
}
