package io.billinghub.api.account;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import jakarta.inject.Singleton;

/** TMF666 partyAccount: the money of one party, apart from how it is billed. */
@Singleton
class PartyAccountResource extends PartyAccountTable {

    private static final Definition DEFINITION = described("partyAccount")
            .rights(AccountRights.of(RealmRoles.CUSTOMER))
            .attributes("""
                    accountType: string
                    description: string
                    lastModified: dateTime, given
                    name: string, required
                    paymentStatus: string
                    state: string
                    accountBalance: [object]
                    accountRelationship: [object]
                    billStructure: object
                    contact: [object]
                    creditLimit: money
                    defaultPaymentMethod: ref
                    financialAccount: ref
                    paymentPlan: [object]
                    relatedParty: [ref], required
                    taxExemption: [object]
                    """)
            .column("financialAccount.id", "f.uuid", ValueType.UUID)
            .example("""
                    {"name": "Aurora Logistics", "accountType": "prepaid", "relatedParty": [{"id": "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11", "role": "owner"}]}
                    """)
            .build();

    PartyAccountResource() {
        super("PARTY", DEFINITION);
    }
}
