package io.billinghub.core.accountterms.infrastructure;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;

/** Terms of accounts as texts, in which apostrophes stand for quotation marks, and the published schema that judges them. */
final class TermsTexts {
    static final String LIMIT = "{'key':'l','name':'L','minimum':5,'chargedAs':{'product':'p','partner':'h'}}";
    static final String DISCOUNT = "{'key':'d','name':'D','reduction':{'type':'percentOff','percent':'10'}}";
    static final String SPONSOR = "{'key':'s','name':'S','sponsor':'A-2'}";

    private TermsTexts() {}

    /** Terms in euro with this rest. */
    static String terms(String rest) {
        return ("{'key':'gold','name':'Gold','currency':'EUR','validFrom':'2037-01-01'," + rest + "}")
                .replace('\'', '"');
    }

    static String bare(String rest) {
        return ("{'key':'gold','name':'Gold','validFrom':'2037-01-01'," + rest + "}").replace('\'', '"');
    }

    static JsonSchema schema() throws IOException {
        try (var stream = AccountTermsJson.class.getResourceAsStream("/schema/account-terms.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(stream);
        }
    }
}
