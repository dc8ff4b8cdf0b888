package io.billinghub.api.catalog;

import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.EntityResource;
import io.billinghub.api.tmf630.resource.EntityTable;
import jakarta.inject.Singleton;

/** TMF620 productSpecification: what a product is, apart from how and for how much it is sold. */
@Singleton
class ProductSpecificationResource extends EntityResource {

    private static final EntityTable TABLE = EntityTable.named("product_specification")
            .text("name", "name")
            .text("brand", "brand")
            .text("productNumber", "product_number")
            .text("version", "version")
            .text("lifecycleStatus", "lifecycle_status")
            .changedAt("lastUpdate");

    private static final Definition DEFINITION = TABLE.describe(Definition.of(CatalogApi.API, "productSpecification"))
            .tag(CatalogApi.TAG)
            .rights(CatalogApi.OF_PARTNERS_TOO)
            .attributes("""
                    brand: string
                    description: string
                    isBundle: boolean
                    lastUpdate: dateTime, given
                    lifecycleStatus: string
                    name: string, required
                    productNumber: string
                    version: string
                    attachment: [object]
                    bundledProductSpecification: [object]
                    productSpecCharacteristic: [object]
                    productSpecificationRelationship: [object]
                    relatedParty: [ref]
                    resourceSpecification: [ref]
                    serviceSpecification: [ref]
                    targetProductSchema: object
                    validFor: period
                    """)
            .lifeCycle(CatalogApi.lifeCycle())
            .example("""
                    {"name": "Fibre access", "brand": "Nordlys", "productNumber": "FA-1000", "version": "1.0",
                     "productSpecCharacteristic": [{"name": "downstream", "valueType": "string",
                       "productSpecCharacteristicValue": [{"value": "1 Gbit/s", "isDefault": true}]}]}
                    """)
            .build();

    ProductSpecificationResource() {
        super(DEFINITION, TABLE);
    }
}
