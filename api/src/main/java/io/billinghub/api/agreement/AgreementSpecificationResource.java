package io.billinghub.api.agreement;

import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.EntityResource;
import io.billinghub.api.tmf630.resource.EntityTable;
import jakarta.inject.Singleton;

/** TMF651 agreementSpecification: a template for agreements. */
@Singleton
class AgreementSpecificationResource extends EntityResource {

    static final String PATH = "/tmf-api/agreementManagement/v4/agreementSpecification";

    private static final EntityTable TABLE = EntityTable.named("agreement_specification")
            .text("name", "name")
            .text("version", "version")
            .text("lifecycleStatus", "lifecycle_status")
            .changedAt("lastUpdate");

    AgreementSpecificationResource() {
        super(
                TABLE.describe(Definition.of(AgreementRights.API, "agreementSpecification"))
                        .tag(AgreementRights.TAG)
                        .rights(AgreementRights.AGREEMENTS)
                        .attributes("""
                                description: string
                                isBundle: boolean
                                lastUpdate: dateTime, given
                                lifecycleStatus: string
                                name: string, required
                                version: string
                                attachment: [object], required
                                relatedParty: [ref]
                                serviceCategory: ref
                                specificationCharacteristic: [object]
                                specificationRelationship: [object]
                                validFor: period
                                """)
                        .example("""
                                {"name": "Cloud reseller terms", "version": "1",
                                 "attachment": [{"name": "Terms", "url": "https://nordlys.example/terms.pdf"}]}
                                """)
                        .build(),
                TABLE);
    }
}
