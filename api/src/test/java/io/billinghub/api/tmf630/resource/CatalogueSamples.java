package io.billinghub.api.tmf630.resource;

import io.billinghub.api.testing.HubFixture;
import io.restassured.RestAssured;
import java.util.List;
import java.util.UUID;

/** Samples of TMF620 and TMF637. Prices and products are such as the hub bills; the products are not delivered yet. */
final class CatalogueSamples {

    private static final String CATALOGUE = "/tmf-api/productCatalogManagement/v4/";

    private CatalogueSamples() {}

    static List<ResourceSample> all() {
        return List.of(
                new ResourceSample(
                        CATALOGUE + "catalog", () -> """
                        {"category": [{"id": "%s"}]}
                        """.formatted(made("category", "{\"name\": \"Broadband\"}"))),
                new ResourceSample(
                        CATALOGUE + "category", () -> """
                        {"parentId": "%s"}
                        """.formatted(made("category", "{\"name\": \"Broadband\"}"))),
                new ResourceSample(CATALOGUE + "productSpecification", () -> "{}"),
                new ResourceSample(CATALOGUE + "productOfferingPrice", () -> """
                        {"name": "Messages", "version": "1.0", "priceType": "usage", "price": {"unit": "EUR", "value": 7.25},
                         "unitOfMeasure": {"amount": 1000, "units": "message"}, "key": "p-%s", "pricePlan": null, "isBundle": false,
                         "percentage": null, "constraint": null, "place": null, "pricingLogicAlgorithm": null,
                         "prodSpecCharValueUse": null}
                        """.formatted(UUID.randomUUID())),
                new ResourceSample(CATALOGUE + "productOffering", () -> """
                        {"name": "Messages", "key": "o-%s", "unit": "message", "taxClass": "standard", "feesBilledBy": "PARTNER", "partnerProducts": ["P-%s"],
                         "agreement": [{"id": "%s"}], "category": [{"id": "%s"}], "productSpecification": {"id": "%s"},
                         "productOfferingPrice": [{"id": "%s"}]}
                        """.formatted(
                                UUID.randomUUID(),
                                UUID.randomUUID(),
                                value("select uuid from agreement where key = 'cirrus-resale'"),
                                made("category", "{\"name\": \"Broadband\"}"),
                                made("productSpecification", "{\"name\": \"Message\"}"),
                                made("productOfferingPrice", """
                                        {"name": "Setup", "priceType": "oneTime", "price": {"unit": "EUR", "value": 5}}
                                        """))),
                new ResourceSample(CATALOGUE + "importJob", () -> """
                        {"url": "http://127.0.0.1:9999/catalogue.json", "contentType": "application/json", "path": "productOffering"}
                        """),
                new ResourceSample(CATALOGUE + "exportJob", () -> """
                        {"url": "http://127.0.0.1:9999/catalogue.json", "contentType": "application/json", "path": "productOffering",
                         "query": "lifecycleStatus=Active"}
                        """),
                new ResourceSample("/tmf-api/productInventory/v4/product", () -> """
                        {"status": "created", "key": "s-%s", "billingAccount": {"id": "%s"}, "productOffering": {"id": "%s"}}
                        """.formatted(
                                UUID.randomUUID(),
                                value("select uuid from billing_account where number = 'NL-1012'"),
                                value("select uuid from product_offering where key = 'nl-static-ip'"))));
    }

    private static String value(String sql) {
        return HubFixture.value("nordlys", sql);
    }

    private static String made(String resource, String body) {
        return RestAssured.given()
                .auth()
                .oauth2(HubFixture.token("marketplace-admin"))
                .contentType("application/json")
                .body(body)
                .post(CATALOGUE + resource)
                .path("id");
    }
}
