package io.billinghub.api.account;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.testing.HubFixture;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** Calls of TM Forum resources as their users make them. */
public final class Tmf {

    public static final String ACCOUNTS = "/tmf-api/accountManagement/v4/";

    private Tmf() {}

    public static ValidatableResponse get(String user, String path) {
        return as(user).get(path).then();
    }

    public static ValidatableResponse post(String user, String path, ObjectNode body) {
        return as(user).contentType("application/json")
                .body(body.toString())
                .post(path)
                .then();
    }

    public static ValidatableResponse patch(String user, String path, String body) {
        return as(user).contentType("application/merge-patch+json")
                .body(body)
                .patch(path)
                .then();
    }

    public static ValidatableResponse delete(String user, String path) {
        return as(user).delete(path).then();
    }

    /** Creates one and answers its id. */
    public static String create(String user, String path, ObjectNode body) {
        return post(user, path, body).statusCode(201).extract().path("id");
    }

    public static RequestSpecification as(String user) {
        return given().urlEncodingEnabled(false).auth().oauth2(HubFixture.token(user));
    }
}
