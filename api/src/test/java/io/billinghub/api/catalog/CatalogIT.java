package io.billinghub.api.catalog;

import static io.billinghub.api.catalog.CatalogCalls.CATALOG;
import static io.billinghub.api.catalog.CatalogCalls.created;
import static io.billinghub.api.catalog.CatalogCalls.delete;
import static io.billinghub.api.catalog.CatalogCalls.get;
import static io.billinghub.api.catalog.CatalogCalls.patch;
import static io.billinghub.api.catalog.CatalogCalls.shown;
import static io.billinghub.api.catalog.CatalogCalls.withPrices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TMF620: the catalogue is the hub's own, and keeps its promises. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class CatalogIT {

    private static final String OFFERING = CATALOG + "productOffering";
    private static final String PRICE = CATALOG + "productOfferingPrice";
    private static final String CATEGORY = CATALOG + "category";

    @BeforeEach
    void demo() {
        DemoData.load();
        HubFixture.loadOther();
    }

    @Test
    void whatAClientSaysComesBack() {
        comesBack(CATALOG + "catalog", CatalogSamples.catalog());
        comesBack(CATEGORY, CatalogSamples.category());
        comesBack(CATALOG + "productSpecification", CatalogSamples.productSpecification());
        comesBack(PRICE, CatalogSamples.productOfferingPrice());
        comesBack(PRICE, CatalogSamples.oneTimePrice());
        comesBack(PRICE, CatalogSamples.usagePrice());
        comesBack(PRICE, CatalogSamples.tieredPrice());
        comesBack(OFFERING, CatalogSamples.productOffering());
    }

    private static void comesBack(String path, ObjectNode body) {
        ObjectNode created = created(path, body);
        ObjectNode shown = shown(created.path("href").textValue());
        assertThat(shown).isEqualTo(created);
        body.fields()
                .forEachRemaining(member -> assertThat(shown.path(member.getKey()))
                        .as(path + " " + member.getKey())
                        .isEqualTo(member.getValue()));
        delete(created.path("href").textValue()).statusCode(204);
        get("auditor", created.path("href").textValue()).statusCode(404);
    }

    @Test
    void importedOfferingsAndPricesAreShown() {
        String offering =
                HubFixture.value("nordlys", "select uuid from product_offering where key = 'sensate-message'");
        get("auditor", OFFERING + "/" + offering)
                .statusCode(200)
                .body("name", equalTo("Sensate IoT messages"))
                .body("unit", equalTo("message"))
                .body("partnerProducts", contains("SNS-MSG"))
                .body("agreement.name", contains("Sensate IoT connectivity"))
                .body("lifecycleStatus", equalTo("Active"))
                .body("productOfferingPrice.name", contains("IoT messages, graduated"));
        get("auditor", PRICE + "?key=sensate-message")
                .body("priceType", contains("usage"))
                .body("pricePlan.model.tiers[0].unitPrice", contains("0.90", "0.60", "0.35"))
                .body("isBillable", contains(true));
        get("auditor", PRICE + "?key=nl-mobile-5g&version=2")
                .body("price.value", contains(23.82f))
                .body("recurringChargePeriodType", contains("month"))
                .body("validFor.startDateTime", contains("2026-09-01T00:00:00Z"))
                .body("[0]", not(hasKey("pricePlan")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "productOffering?key=nl-static-ip                                         | 1",
                "productOffering?name=Static%20IPv4%20address&unit=address                | 1",
                "productOffering?name=Static%20IPv4%20address&unit.ne=address             | 0",
                "productOffering?productOfferingPrice.name.regex=graduated&partnerProducts=SNS-MSG | 1",
                "productOffering?productOfferingPrice.name.regex=graduated&partnerProducts=SNS-GEO | 0",
                "productOffering?partnerProducts=SNS-MSG                                  | 1",
                "productOffering?partnerProducts=nothing                                  | 0",
                "productOffering?agreement.name=Sensate%20IoT%20connectivity&key=nl-static-ip | 0",
                "productOffering?taxClass=reduced&key=nl-static-ip                        | 0",
                "productOfferingPrice?key=nl-static-ip&price.value=4.9                    | 1",
                "productOfferingPrice?key=nl-static-ip&price.value.gt=4.9                 | 0",
                "productOfferingPrice?key=nl-static-ip&priceType=recurring                | 1",
                "productOfferingPrice?key=nl-connection-fee&priceType=recurring           | 0",
                "productOfferingPrice?key=nl-connection-fee&priceType=oneTime&price.unit=EUR | 1",
                "productOfferingPrice?key=nl-mobile-5g                                    | 2",
                "productOfferingPrice?key=nl-mobile-5g&validFor.startDateTime.gte=2026-09-01 | 1",
                "productOfferingPrice?key=nl-mobile-5g&isBillable=false                   | 0",
            })
    void filtersReallyFilter(String query, String total) {
        get("auditor", CATALOG + query).statusCode(200).header("X-Total-Count", total);
    }

    @Test
    void attributesThatTheHubOnlyKeepsAreFiltersToo() {
        String colour = "colour-" + UUID.randomUUID();
        ObjectNode offering = created(OFFERING, CatalogSamples.productOffering().put("statusReason", colour));
        get("auditor", OFFERING + "?statusReason=" + colour)
                .body("id", contains(offering.path("id").textValue()));
        get("auditor", OFFERING + "?statusReason=" + colour + "&channel.name=shop")
                .header("X-Total-Count", "1");
        get("auditor", OFFERING + "?statusReason=" + colour + "&channel.name=web")
                .header("X-Total-Count", "0");
        delete(offering.path("href").textValue()).statusCode(204);
    }

    @Test
    void aPatchChangesWhatItNamesAndNothingElse() {
        ObjectNode price = created(PRICE, CatalogSamples.productOfferingPrice());
        ObjectNode offering = created(OFFERING, withPrices(CatalogSamples.productOffering(), price));
        String href = offering.path("href").textValue();
        patch(href, "{\"name\":\"Fibre for all\",\"description\":null}")
                .statusCode(200)
                .body("name", equalTo("Fibre for all"))
                .body("$", not(hasKey("description")))
                .body("colour", equalTo("white"))
                .body("productOfferingPrice.id", contains(price.path("id").textValue()));
        patch(href, "{\"productOfferingPrice\":[]}").statusCode(200).body("$", not(hasKey("productOfferingPrice")));
        patch(price.path("href").textValue(), "{\"price\":{\"value\":41.5}}")
                .statusCode(200)
                .body("price.value", equalTo(41.5f))
                .body("price.unit", equalTo("EUR"))
                .body("colour", equalTo("yellow"));
        assertThat(HubFixture.value(
                        "nordlys",
                        "select definition #>> '{model,fee}' from price_plan where uuid = '"
                                + price.path("id").textValue() + "'"))
                .isEqualTo("41.5");
        patch(href, "{\"key\":\"another\"}").statusCode(400);
        patch(href, "{\"id\":\"another\"}").statusCode(400);
        delete(href).statusCode(204);
        delete(price.path("href").textValue()).statusCode(204);
    }

    @Test
    void anOfferingGoesThroughItsLifeCycle() {
        ObjectNode offering = created(OFFERING, CatalogSamples.productOffering().put("lifecycleStatus", "In study"));
        String href = offering.path("href").textValue();
        patch(href, "{\"lifecycleStatus\":\"Launched\"}")
                .statusCode(409)
                .body("message", containsString("can't change from In study to Launched"));
        for (String state : new String[] {"In design", "In test", "Active", "Launched", "Retired", "Obsolete"}) {
            patch(href, "{\"lifecycleStatus\":\"" + state + "\"}")
                    .statusCode(200)
                    .body("lifecycleStatus", equalTo(state));
        }
        patch(href, "{\"lifecycleStatus\":\"Active\"}").statusCode(409);
        patch(href, "{\"lifecycleStatus\":\"Sold out\"}").statusCode(400);
        delete(href).statusCode(204);
    }

    @Test
    void whatIsInUseIsNotDeleted() {
        String offering = HubFixture.value("nordlys", "select uuid from product_offering where key = 'nl-fibre-100'");
        delete(OFFERING + "/" + offering).statusCode(409).body("message", containsString("a product"));
        String partners = HubFixture.value("nordlys", "select uuid from product_offering where key = 'cirrus-compute'");
        delete(OFFERING + "/" + partners).statusCode(409).body("message", containsString("a line of a partner bill"));
        ObjectNode specification = created(CATALOG + "productSpecification", CatalogSamples.productSpecification());
        ObjectNode sold = CatalogSamples.productOffering();
        sold.putObject("productSpecification")
                .put("id", specification.path("id").textValue());
        ObjectNode kept = created(OFFERING, sold);
        get(
                        "auditor",
                        OFFERING + "?productSpecification.id="
                                + specification.path("id").textValue())
                .body("[0].productSpecification.name", equalTo("Fibre access"));
        delete(specification.path("href").textValue()).statusCode(409);
        delete(kept.path("href").textValue()).statusCode(204);
        delete(specification.path("href").textValue()).statusCode(204);
    }

    @Test
    void categoriesAreATree() {
        ObjectNode top = created(CATEGORY, CatalogSamples.category());
        String topId = top.path("id").textValue();
        ObjectNode below =
                created(CATEGORY, CatalogSamples.category().put("name", "Fibre").put("parentId", topId));
        String belowId = below.path("id").textValue();
        get("auditor", top.path("href").textValue())
                .body("isRoot", equalTo(true))
                .body("subCategory.id", contains(belowId))
                .body("subCategory.name", contains("Fibre"));
        get("auditor", CATEGORY + "?parentId=" + topId)
                .body("id", contains(belowId))
                .body("isRoot", contains(false));
        get("auditor", CATEGORY + "?subCategory.id=" + belowId).body("id", contains(topId));
        patch(top.path("href").textValue(), "{\"parentId\":\"" + belowId + "\"}")
                .statusCode(409)
                .body("message", containsString("/parentId"));
        patch(top.path("href").textValue(), "{\"parentId\":\"" + topId + "\"}").statusCode(409);
        patch(top.path("href").textValue(), "{\"parentId\":\"" + UUID.randomUUID() + "\"}")
                .statusCode(422);
        delete(top.path("href").textValue()).statusCode(409);

        ObjectNode offering = CatalogSamples.productOffering();
        offering.putArray("category").addObject().put("id", belowId);
        ObjectNode sold = created(OFFERING, offering);
        get("auditor", below.path("href").textValue())
                .body("productOffering.id", contains(sold.path("id").textValue()));
        get("auditor", OFFERING + "?category.id=" + belowId)
                .body("id", contains(sold.path("id").textValue()));
        delete(below.path("href").textValue()).statusCode(409);
        delete(sold.path("href").textValue()).statusCode(204);
        delete(below.path("href").textValue()).statusCode(204);
        delete(top.path("href").textValue()).statusCode(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "productOffering      | {}                                                            | 400 | /name: is missing",
                "productOffering      | {'name':'x','lifecycleStatus':'Soon'}                         | 400 | /lifecycleStatus",
                "productOffering      | {'name':'x','isBundle':'yes'}                                 | 400 | /isBundle",
                "productOffering      | {'name':'x','taxClass':'luxury'}                              | 422 | /taxClass",
                "productOffering      | {'name':'x','feesBilledBy':'PARTNER'}                        | 422 | agreement",
                "productOffering      | {'name':'x','key':'NOT A KEY'}                                | 422 | /key",
                "productOffering      | {'name':'x','key':'nl-static-ip'}                             | 409 | nl-static-ip",
                "productOffering      | {'name':'x','agreement':[{'id':'ID'}]}                        | 422 | /agreement/0/id",
                "productOffering      | {'name':'x','productSpecification':{'id':'ID'}}               | 422 | /productSpecification/id",
                "productOffering      | {'name':'x','category':[{'id':'ID'}]}                         | 422 | /category/0/id",
                "productOffering      | {'name':'x','productOfferingPrice':[{'id':'ID'}]}             | 422 | /productOfferingPrice/0/id",
                "productOffering      | {'name':'x','productOfferingPrice':[{'name':'by value'}]}     | 400 | /productOfferingPrice/0",
                "productOffering      | {'name':'x','partnerProducts':['a']}                          | 422 | /partnerProducts",
                "productOfferingPrice | {'name':'x','key':'NOT A KEY'}                                | 400 | /key",
                "productOfferingPrice | {'name':'x','version':'first'}                                | 400 | /version",
                "productOfferingPrice | {'name':'x','priceType':'oneTime','price':{'unit':'EURO','value':1}} | 422 | /currency",
                "productOfferingPrice | {'name':'x','priceType':'oneTime','price':{'unit':'EUR'}}     | 400 | /price",
                "productOfferingPrice | {'name':'x','validFor':{'startDateTime':'2027-01-01T12:00:00Z'}} | 400 | /validFor/startDateTime",
                "productOfferingPrice | {'name':'x','validFor':{'endDateTime':'0001-01-01'}}          | 400 | /validFor",
                "productOfferingPrice | {'name':'x','pricePlan':{'currency':'EUR','unit':'GB','model':{'type':'flat'}}} | 422 | timing",
                "productOfferingPrice | {'name':'x','priceType':'usage','price':{'unit':'EUR','value':1},'unitOfMeasure':{'amount':0,'units':'GB'}} | 422 | priceBase",
                "catalog              | {'name':'x','category':[{'id':'ID'}]}                         | 422 | /category/0/id",
                "category             | {'name':'x','parentId':'ID'}                                  | 422 | /parentId",
                "category             | {'name':7}                                                    | 400 | /name",
            })
    void whatCanNotBeDoneIsToldSo(String resource, String body, int status, String message) {
        String json = body.replace('\'', '"').replace("ID", UUID.randomUUID().toString());
        CatalogCalls.as(CatalogCalls.ADMIN)
                .contentType("application/json")
                .body(json)
                .post(CATALOG + resource)
                .then()
                .statusCode(status)
                .body("message", containsString(message));
    }

    @Test
    void aPartnerSeesWhatIsSoldUnderItsOwnAgreements() {
        String own = "(select a.id from agreement a join party_role r on r.id = a.partner_id where r.key = 'mobilia')";
        String offerings =
                HubFixture.value("nordlys", "select count(*) from product_offering where agreement_id in " + own);
        get("partner", OFFERING).statusCode(200).header("X-Total-Count", offerings);
        get("partner", OFFERING).body("key", hasItem("mobilia-messaging")).body("key", not(hasItem("nl-static-ip")));
        get("partner", PRICE + "?key=sensate-message").header("X-Total-Count", "0");
        get("partner", CATALOG + "catalog").statusCode(403);
        get("partner", CatalogCalls.PRODUCT).statusCode(403);
        get("customer", OFFERING).statusCode(403);

        ObjectNode category = created(CATEGORY, CatalogSamples.category());
        String href = category.path("href").textValue();
        get("partner", href).statusCode(404);
        ObjectNode offering = CatalogSamples.productOffering();
        offering.putArray("category").addObject().put("id", category.path("id").textValue());
        offering.putArray("agreement")
                .addObject()
                .put("id", HubFixture.value("nordlys", "select uuid from agreement where key = 'mobilia-resale'"));
        ObjectNode sold = created(OFFERING, offering);
        get("partner", href)
                .statusCode(200)
                .body("productOffering.id", contains(sold.path("id").textValue()));
        get("partner", sold.path("href").textValue()).statusCode(200);
        delete(sold.path("href").textValue()).statusCode(204);
        delete(href).statusCode(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"billing-manager", "billing-operative", "finance", "auditor", "it-operative", "partner"})
    void whoReadsDoesNotWrite(String user) {
        CatalogCalls.as(user)
                .contentType("application/json")
                .body(CatalogSamples.productOffering().toString())
                .post(OFFERING)
                .then()
                .statusCode(403);
        get(user, OFFERING + "?limit=1").statusCode(206);
    }

    @Test
    void anotherTenantsCatalogueIsNotThere() {
        String foreign = HubFixture.value("other", "select uuid from product_offering limit 1");
        get("auditor", OFFERING + "/" + foreign).statusCode(404);
        patch(OFFERING + "/" + foreign, "{\"name\":\"mine\"}").statusCode(404);
        delete(OFFERING + "/" + foreign).statusCode(404);
    }
}
