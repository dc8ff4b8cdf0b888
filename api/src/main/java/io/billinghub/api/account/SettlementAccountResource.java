package io.billinghub.api.account;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.tmf630.resource.Definition;
import jakarta.inject.Singleton;
import java.util.Optional;

/** TMF666 settlementAccount: where a partner is settled with; a partner's login sees its own. */
@Singleton
class SettlementAccountResource extends PartyAccountTable {

    private static final Definition DEFINITION = ofOneParty("settlementAccount")
            .rights(AccountRights.of(RealmRoles.PARTNER))
            .example("""
                    {"name": "Cirrus Cloud, settlement", "relatedParty": [{"id": "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11", "role": "partner"}]}
                    """)
            .build();

    SettlementAccountResource() {
        super("SETTLEMENT", DEFINITION);
    }

    @Override
    public Optional<String> owner() {
        return Optional.of("""
                select r.id as partner_id, null::bigint as account_id from party_account a
                  join party_role r on r.party_id = a.party_id and r.role in ('PARTNER', 'SUB_PARTNER')
                 where a.uuid = $1 order by r.role limit 1
                """);
    }
}
