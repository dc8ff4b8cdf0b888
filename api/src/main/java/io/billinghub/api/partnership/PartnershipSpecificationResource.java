package io.billinghub.api.partnership;

import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.EntityResource;
import io.billinghub.api.tmf630.resource.EntityTable;
import jakarta.inject.Singleton;

/** TMF668 partnershipSpecification: a kind of partnership and the roles in it. */
@Singleton
class PartnershipSpecificationResource extends EntityResource {

    static final String PATH = "/tmf-api/partnershipManagement/v4/partnershipSpecification";

    private static final EntityTable TABLE =
            EntityTable.named("partnership_specification").text("name", "name");

    PartnershipSpecificationResource() {
        super(
                TABLE.describe(Definition.of(PartnershipRights.API, "partnershipSpecification"))
                        .tag(PartnershipRights.TAG)
                        .rights(PartnershipRights.PARTNERSHIPS)
                        .attributes("""
                                description: string
                                name: string, required
                                roleSpecification: [object]
                                """)
                        .example("""
                                {"name": "Reseller", "roleSpecification": [{"name": "PARTNER", "requiresSettlement": true}]}
                                """)
                        .build(),
                TABLE);
    }
}
