package io.billinghub.api.account;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.tmf630.resource.Definition;
import jakarta.inject.Singleton;

/** TMF666 financialAccount: an account of the books behind others, perhaps of one party. */
@Singleton
class FinancialAccountResource extends PartyAccountTable {

    private static final Definition DEFINITION = described("financialAccount")
            .rights(AccountRights.of(RealmRoles.CUSTOMER))
            .attributes("""
                    accountType: string
                    description: string
                    lastModified: dateTime, given
                    name: string, required
                    state: string
                    accountBalance: [object]
                    accountRelationship: [object]
                    contact: [object]
                    creditLimit: money
                    relatedParty: [ref]
                    taxExemption: [object]
                    """)
            .example("""
                    {"name": "Receivables, Helsinki", "accountType": "receivables"}
                    """)
            .build();

    FinancialAccountResource() {
        super("FINANCIAL", DEFINITION);
    }
}
