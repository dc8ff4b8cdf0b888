package io.billinghub.api.account;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.tmf630.resource.Definition;
import jakarta.inject.Singleton;

/** TMF666 partyAccount: the money of one party, apart from how it is billed. */
@Singleton
class PartyAccountResource extends PartyAccountTable {

    private static final Definition DEFINITION = ofOneParty("partyAccount")
            .rights(AccountRights.of(RealmRoles.CUSTOMER))
            .example("""
                    {"name": "Aurora Logistics", "accountType": "prepaid", "relatedParty": [{"id": "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11", "role": "owner"}]}
                    """)
            .build();

    PartyAccountResource() {
        super("PARTY", DEFINITION);
    }
}
