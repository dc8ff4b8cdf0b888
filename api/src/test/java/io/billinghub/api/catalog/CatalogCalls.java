package io.billinghub.api.catalog;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.tmf630.KeptJson;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** Calls of TMF620 and TMF637. */
public final class CatalogCalls {

    public static final String CATALOG = "/tmf-api/productCatalogManagement/v4/";
    public static final String PRODUCT = "/tmf-api/productInventory/v4/product";
    public static final String ADMIN = "marketplace-admin";

    private CatalogCalls() {}

    public static RequestSpecification as(String user) {
        return given().urlEncodingEnabled(false).auth().oauth2(HubFixture.token(user));
    }

    public static ValidatableResponse post(String path, ObjectNode body) {
        return as(ADMIN)
                .contentType("application/json")
                .body(body.toString())
                .post(path)
                .then();
    }

    /** What was created, with exact numbers. */
    public static ObjectNode created(String path, ObjectNode body) {
        Response response =
                as(ADMIN).contentType("application/json").body(body.toString()).post(path);
        if (response.statusCode() != 201) {
            throw new AssertionError("POST " + path + ": " + response.statusCode() + " " + response.asString());
        }
        return KeptJson.read(response.asString());
    }

    public static ValidatableResponse patch(String href, String body) {
        return as(ADMIN)
                .contentType("application/merge-patch+json")
                .body(body)
                .patch(href)
                .then();
    }

    public static ValidatableResponse delete(String href) {
        return as(ADMIN).delete(href).then();
    }

    public static ValidatableResponse get(String user, String path) {
        return as(user).get(path).then();
    }

    /** The resource as it is shown, with exact numbers. */
    public static ObjectNode shown(String href) {
        return KeptJson.read(
                as(ADMIN).get(href).then().statusCode(200).extract().asString());
    }

    /** The body with the prices. */
    public static ObjectNode withPrices(ObjectNode offering, ObjectNode... prices) {
        for (ObjectNode price : prices) {
            offering.withArray("productOfferingPrice")
                    .addObject()
                    .put("id", price.path("id").textValue());
        }
        return offering;
    }
}
