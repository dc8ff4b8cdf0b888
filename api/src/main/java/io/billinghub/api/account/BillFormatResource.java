package io.billinghub.api.account;

import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.EntityResource;
import io.billinghub.api.tmf630.resource.EntityTable;
import jakarta.inject.Singleton;

/** TMF666 billFormat: how much a bill tells. */
@Singleton
class BillFormatResource extends EntityResource {

    private static final EntityTable TABLE = EntityTable.named("bill_format").text("name", "name");

    private static final Definition DEFINITION = TABLE.describe(Definition.of(AccountRights.API, "billFormat")
                    .tag(AccountRights.TAG)
                    .rights(AccountRights.OF_STAFF)
                    .attributes("""
                            description: string
                            name: string, required
                            """)
                    .example("""
                            {"name": "Detailed", "description": "Each line with its explanation"}
                            """))
            .build();

    BillFormatResource() {
        super(DEFINITION, TABLE);
    }
}
