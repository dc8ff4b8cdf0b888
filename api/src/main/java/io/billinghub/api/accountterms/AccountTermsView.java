package io.billinghub.api.accountterms;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.core.accountterms.infrastructure.AccountTermsJson;
import io.billinghub.core.accountterms.model.StoredTerms;
import io.billinghub.core.accountterms.model.TermsHistory;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The terms of one key.
 *
 * @param versions by their begin; a billing period takes the one that is in force on its first day
 */
public record AccountTermsView(
        @Schema(examples = "business") String key, List<Version> versions) {

    public AccountTermsView {
        versions = List.copyOf(versions);
    }

    static AccountTermsView of(String key, TermsHistory history) {
        return new AccountTermsView(
                key, history.versions().stream().map(Version::of).toList());
    }

    /** One version. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AccountTermsVersion")
    public record Version(
            @Schema(examples = "business") String key,
            @Schema(examples = "1") int version,
            @Schema(examples = "2037-01-01") LocalDate validFrom,

            @Schema(description = "The day after the last one; absent where it has no end")
            LocalDate validTo,

            Instant changedAt,
            @Schema(examples = "marketplace-admin") String changedBy,

            @Schema(implementation = Object.class, description = "See /hub/v1/rating/account-terms-schema")
            JsonNode terms) {

        static Version of(StoredTerms stored) {
            return new Version(
                    stored.terms().key(),
                    stored.version(),
                    stored.terms().validFrom(),
                    stored.terms().validTo(),
                    stored.changedAt(),
                    stored.changedBy(),
                    KeptJson.read(AccountTermsJson.write(stored.terms())));
        }
    }
}
