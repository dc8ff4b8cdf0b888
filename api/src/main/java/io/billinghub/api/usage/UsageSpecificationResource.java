package io.billinghub.api.usage;

import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.EntityResource;
import io.billinghub.api.tmf630.resource.EntityTable;
import jakarta.inject.Singleton;

/** TMF635 usageSpecification: what usage of a kind consists of. */
@Singleton
class UsageSpecificationResource extends EntityResource {

    static final String PATH = "/tmf-api/" + UsageRights.API + "/v4/usageSpecification";

    private static final EntityTable TABLE = EntityTable.named("usage_specification")
            .text("name", "name")
            .text("version", "version")
            .text("lifecycleStatus", "lifecycle_status")
            .changedAt("lastUpdate");

    private static final Definition DEFINITION = TABLE.describe(Definition.of(UsageRights.API, "usageSpecification")
                    .tag(UsageRights.TAG)
                    .rights(UsageRights.OF_SPECIFICATIONS)
                    .attributes("""
                            description: string
                            isBundle: boolean
                            lastUpdate: dateTime, given
                            lifecycleStatus: string
                            name: string
                            version: string
                            attachment: [object]
                            constraint: [object]
                            entitySpecRelationship: [object]
                            relatedParty: [ref]
                            specCharacteristic: [object]
                            targetEntitySchema: object
                            validFor: period
                            """)
                    .example("""
                            {"name": "Device messages", "version": "1.0",
                             "specCharacteristic": [{"name": "quantity", "valueType": "number"}, {"name": "unit", "valueType": "string"}]}
                            """))
            .build();

    UsageSpecificationResource() {
        super(DEFINITION, TABLE);
    }
}
