package io.billinghub.core.accountterms.model;

import java.time.Instant;

/**
 * One version of terms as it is stored.
 *
 * @param id {@code account_terms.id}
 * @param version from 1, in the order of their begin
 * @param terms with the end that the version has now
 * @param edit counts the changes of all versions of the key, in the last one, for If-Match
 * @param changedBy user name or client id
 */
public record StoredTerms(long id, int version, TermsDocument terms, int edit, Instant changedAt, String changedBy) {}
