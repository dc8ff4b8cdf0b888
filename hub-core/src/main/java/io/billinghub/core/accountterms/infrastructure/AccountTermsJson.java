package io.billinghub.core.accountterms.infrastructure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.billinghub.core.accountterms.infrastructure.AccountTermsReading.Accepted;
import io.billinghub.core.accountterms.infrastructure.AccountTermsReading.Refused;
import io.billinghub.core.accountterms.model.TermsDocument;
import io.billinghub.core.accountterms.model.TermsTrial;
import io.billinghub.core.rating.infrastructure.PriceLanguage;
import io.billinghub.core.rating.modifier.ChargedAs;
import io.billinghub.core.rating.modifier.commitment.Commitment;
import io.billinghub.core.rating.modifier.discount.Audience;
import io.billinghub.core.rating.modifier.discount.Discount;
import io.billinghub.core.rating.modifier.loyalty.LoyaltyProgram;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import io.billinghub.core.rating.modifier.sponsor.Sponsorship;
import java.math.BigDecimal;

/** Terms of accounts to and from JSON, in the {@linkplain PriceLanguage language of prices}. Thread-safe. */
public final class AccountTermsJson {
    private static final JsonMapper MAPPER = PriceLanguage.mapper()
            .addMixIn(SpendLimit.class, PriceLanguage.Scoped.class)
            .addMixIn(Commitment.class, PriceLanguage.Scoped.class)
            .addMixIn(Discount.class, ForSome.class)
            .addMixIn(LoyaltyProgram.class, PriceLanguage.Scoped.class)
            .addMixIn(Sponsorship.class, PriceLanguage.Scoped.class)
            .addMixIn(TermsDocument.class, ForWhom.class)
            .addMixIn(ChargedAs.class, Taxed.class)
            .build();

    private AccountTermsJson() {}

    /** The terms that the text holds, or the first place where they are none. */
    public static AccountTermsReading read(String json) {
        return PriceLanguage.<TermsDocument, AccountTermsReading>read(
                MAPPER, json, TermsDocument.class, "terms of accounts", Accepted::new, Refused::new);
    }

    /**
     * The trial that the text holds.
     *
     * @throws IllegalArgumentException if it holds none; the message begins with the JSON path of the place
     */
    public static TermsTrial readTrial(String json) {
        return PriceLanguage.<TermsTrial, TermsTrial>read(
                MAPPER, json, TermsTrial.class, "a trial of terms", trial -> trial, (path, problem) -> {
                    throw new IllegalArgumentException(path + ": " + problem);
                });
    }

    /** The terms as compact JSON; {@link #read} makes equal ones of it. */
    public static String write(TermsDocument terms) {
        try {
            return MAPPER.writeValueAsString(terms);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("terms " + terms.key() + " cannot be written as JSON", bug);
        }
    }

    /** An audience of all accounts is not written. */
    interface ForWhom {
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = AllAccounts.class)
        Audience audience();
    }

    interface ForSome extends ForWhom, PriceLanguage.Scoped {}

    /** Tax follows from the product, so a rate is not written. */
    interface Taxed {
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Untaxed.class)
        BigDecimal taxPercent();
    }

    /** Equals the audience that asks nothing, as the JSON library wants to be told what is left out. */
    private static final class AllAccounts {
        @Override
        public boolean equals(Object other) {
            return Audience.ALL.equals(other);
        }

        @Override
        public int hashCode() {
            return Audience.ALL.hashCode();
        }
    }

    /** Equals no tax. */
    private static final class Untaxed {
        @Override
        public boolean equals(Object other) {
            return other instanceof BigDecimal percent && percent.signum() == 0;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }
}
