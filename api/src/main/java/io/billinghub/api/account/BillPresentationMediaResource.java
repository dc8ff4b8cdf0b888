package io.billinghub.api.account;

import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.EntityResource;
import io.billinghub.api.tmf630.resource.EntityTable;
import jakarta.inject.Singleton;

/** TMF666 billPresentationMedia: by what a bill reaches its reader. */
@Singleton
class BillPresentationMediaResource extends EntityResource {

    private static final EntityTable TABLE =
            EntityTable.named("bill_presentation_media").text("name", "name");

    private static final Definition DEFINITION = TABLE.describe(
                    Definition.of(AccountRights.API, "billPresentationMedia")
                            .tag(AccountRights.TAG)
                            .rights(AccountRights.OF_STAFF)
                            .attributes("""
                                    description: string
                                    name: string, required
                                    """)
                            .example("""
                                    {"name": "E-mail", "description": "PDF and UBL, to the address of the payer"}
                                    """))
            .build();

    BillPresentationMediaResource() {
        super(DEFINITION, TABLE);
    }
}
