package io.billinghub.api.accountterms;

import io.billinghub.core.accountterms.model.TermsAccount;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * By what terms and discounts choose an account.
 *
 * @param segment null if it has none
 */
@Schema(name = "AccountMembership")
public record MembershipView(
        @Schema(examples = "NL-1001") String account,

        @Schema(nullable = true, examples = "business") String segment,

        @Schema(examples = "staff") List<String> groups) {

    public MembershipView {
        groups = List.copyOf(groups);
    }

    static MembershipView of(TermsAccount account) {
        return new MembershipView(account.number(), account.segment(), account.groups());
    }
}
