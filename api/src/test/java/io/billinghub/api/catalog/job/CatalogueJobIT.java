package io.billinghub.api.catalog.job;

import static io.billinghub.api.catalog.CatalogCalls.CATALOG;
import static io.billinghub.api.catalog.CatalogCalls.PRODUCT;
import static io.billinghub.api.catalog.CatalogCalls.as;
import static io.billinghub.api.catalog.CatalogCalls.created;
import static io.billinghub.api.catalog.CatalogCalls.delete;
import static io.billinghub.api.catalog.CatalogCalls.get;
import static io.billinghub.api.catalog.CatalogCalls.post;
import static io.billinghub.api.catalog.CatalogCalls.shown;
import static io.billinghub.api.catalog.CatalogCalls.withPrices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.catalog.CatalogSamples;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.resource.ResourceTransfer;
import io.billinghub.api.tmf630.resource.TmfResource;
import io.billinghub.api.tmf630.resource.TmfResources;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A catalogue that is imported is sold like one that was typed in; of a file that is damaged nothing stays. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class CatalogueJobIT {

    private static final String IMPORT = CATALOG + "importJob";
    private static final String EXPORT = CATALOG + "exportJob";
    /** The offering stands before what it refers to, and no id is one of the hub's. */
    private static final String FIBRE = """
            {"@type": "ProductOffering", "id": "sku-1", "name": "Imported fibre", "key": "imported-fibre", "taxClass": "standard", "lifecycleStatus": "Active", "category": [{"id": "cat-2"}], "productOfferingPrice": [{"id": "price-1"}]}
            {"@type": "Category", "id": "cat-2", "name": "Imported, below", "parentId": "cat-1"}
            {"@type": "Category", "id": "cat-1", "name": "Imported"}
            {"@type": "ProductOfferingPrice", "id": "price-1", "key": "imported-fibre-month", "name": "Imported month", "priceType": "recurring", "recurringChargePeriodType": "month", "price": {"unit": "EUR", "value": 31.50}}
            """;

    /** The same once more, under other ids and keys. */
    private static final String OTHER =
            FIBRE.replace("mported", "mported-again").replaceAll("\"(sku|cat|price)-", "\"other-$1-");

    @Inject
    CatalogueJobWorker worker;

    @Inject
    ResourceTransfer transfer;

    @Inject
    TmfResources resources;

    @Inject
    TenantTransaction transactions;

    private final FileSite site = new FileSite();

    @BeforeEach
    void demo() {
        DemoData.load();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void anImportedOfferingIsSubscribedAtItsPrice() {
        String url = site.with("fibre.ndjson", FIBRE);
        ObjectNode job = created(IMPORT, job(url));
        assertThat(job.path("status").textValue()).isEqualTo("Not Started");
        work();
        ObjectNode done = shown(job.path("href").textValue());
        assertThat(done.path("errorLog").asText()).isEmpty();
        assertThat(done.path("status").textValue()).isEqualTo("Succeeded");
        assertThat(done.has("completionDate")).isTrue();

        ObjectNode offering = KeptJson.read(as("auditor")
                        .get(CATALOG + "productOffering?key=imported-fibre")
                        .then()
                        .extract()
                        .asString()
                        .replaceFirst("^\\[", "{\"all\":[")
                + "}");
        String id = offering.path("all").path(0).path("id").textValue();
        String account = HubFixture.value("nordlys", "select uuid from billing_account where number = 'NL-1012'");
        ObjectNode product = created(
                PRODUCT,
                CatalogSamples.product(account, id).put("status", "active").put("startDate", "2030-01-01T00:00:00Z"));
        assertThat(HubFixture.value("nordlys", """
                select p.definition #>> '{model,fee}' || ' ' || (p.definition #>> '{model,timing}') || ' ' || c.name
                  from product s join price_plan p on p.offering_id = s.offering_id
                  join product_offering o on o.id = s.offering_id
                  join category c on c.uuid::text = o.extension #>> '{category,0,id}' where s.uuid = '%s'
                """.formatted(product.path("id").textValue())))
                .isEqualTo("31.50 IN_ARREARS Imported, below");

        // the same file once more finds all of it, by its own ids
        ObjectNode again = created(IMPORT, job(url));
        work();
        assertThat(status(again)).isEqualTo("Succeeded");
        assertThat(HubFixture.value(
                        "nordlys", "select count(*) from category where name in ('Imported', 'Imported, below')"))
                .isEqualTo("2");
        delete(product.path("href").textValue()).statusCode(204);
        delete(CATALOG + "productOffering/" + id).statusCode(204);
        delete(again.path("href").textValue()).statusCode(204);
        get("auditor", again.path("href").textValue()).statusCode(404);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
                    {"@type":"Category","name":"Never"}~{"@type":"Cat                                                              | line 2, column
                    {"@type":"Category","name":"Never"}~{"@type":"ProductOffering","name":"X","category":[{"id":"nowhere"}]}       | line 2 (productOffering 'X'): UNKNOWN_REFERENCE: /category/0/id
                    {"@type":"Category","name":"Never"}~{"@type":"ProductOffering","name":"X","taxClass":"none"}                   | line 2 (productOffering 'X'): UNKNOWN_REFERENCE: /taxClass
                    {"@type":"Category","name":"Never"}~{"@type":"Catalog"}                                                        | line 2 (catalog): INVALID_BODY: /name: is missing
                    {"@type":"Category","name":"Never"}~{"@type":"Customer","name":"X"}                                            | line 2: neither @type nor href
                    {"@type":"Category","name":"Never"}~{"@type":"ProductOfferingPrice","name":"X","price":7}                      | line 2 (productOfferingPrice 'X'): INVALID_BODY: /price
                    """)
    void aDamagedFileFailsAtItsPlaceAndLeavesNothing(String file, String errorLog) {
        ObjectNode job = created(
                IMPORT, job(site.with("damaged", file.replace('~', '\n'))).put("contentType", "application/x-ndjson"));
        work();
        assertThat(shown(job.path("href").textValue()).path("errorLog").asText())
                .contains(errorLog);
        assertThat(status(job)).isEqualTo("Failed");
        assertThat(HubFixture.value("nordlys", "select count(*) from category where name = 'Never'"))
                .isEqualTo("0");
    }

    @Test
    void aFileThatIsNotThereFailsTheJob() {
        ObjectNode job = created(IMPORT, job(site.url("nowhere.json") + "?token=secret"));
        work();
        assertThat(shown(job.path("href").textValue()).path("errorLog").asText())
                .endsWith("/nowhere.json: answered with status 404");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    importJob | {"url":"https://10.0.0.1/catalogue.json"}                          | 422 | TARGET_REFUSED
                    importJob | {"url":"https://169.254.169.254/latest"}                           | 422 | TARGET_REFUSED
                    importJob | {"url":"ftp://files.example.com/catalogue.json"}                   | 400 | INVALID_BODY
                    importJob | {"url":"catalogue.json"}                                           | 400 | INVALID_BODY
                    importJob | {"url":"http://127.0.0.1:9999/x","contentType":"text/csv"}         | 422 | UNSUPPORTED_VALUE
                    importJob | {"url":"http://127.0.0.1:9999/x","path":"/customer"}               | 422 | UNSUPPORTED_VALUE
                    exportJob | {"url":"https://10.0.0.1/catalogue.json"}                          | 422 | TARGET_REFUSED
                    exportJob | {"url":"../catalogue.json"}                                        | 422 | UNSUPPORTED_VALUE
                    exportJob | {"url":"all.json","query":"name=x"}                                | 422 | UNSUPPORTED_VALUE
                    exportJob | {"url":"all.json","path":"category","query":"nonsense=x"}          | 400 | INVALID_PARAMETER
                    exportJob | {"url":"all.json","path":"category","query":"fields=name"}         | 400 | INVALID_PARAMETER
                    """)
    void whatTheHubCanNotDoIsRefusedAtOnce(String resource, String body, int status, String code) {
        post(CATALOG + resource, KeptJson.read(body)).statusCode(status).body("code", equalTo(code));
    }

    /** Where a name leads is found out by the worker, as a request shall wait for no name server. */
    @Test
    void aNameThatLeadsNowhereOrInsideFailsTheJob() {
        ObjectNode job = created(IMPORT, job("https://nowhere.invalid/catalogue.json"));
        work();
        assertThat(shown(job.path("href").textValue()).path("errorLog").asText())
                .startsWith("https://nowhere.invalid:443/catalogue.json: TARGET_REFUSED")
                .contains("is not known, or is at an internal address");
        assertThat(status(job)).isEqualTo("Failed");
    }

    @Test
    void jobsOfTenantsAreDoneInTurn() {
        HubFixture.loadOther();
        for (String tenant : List.of("nordlys", "other")) {
            for (String name : List.of("first.json", "second.json")) {
                HubFixture.execute(tenant, """
                        insert into export_job (tenant_id, uuid, extension, url, requested_by)
                        values (hub_tenant(), gen_random_uuid(), '{}', 'in-turn-%s', 'worker-test')
                        """.formatted(name));
            }
        }
        work();
        for (String tenant : List.of("nordlys", "other")) {
            String other = tenant.equals("other") ? "nordlys" : "other";
            assertThat(HubFixture.value(tenant, epoch("min"))).isLessThan(HubFixture.value(other, epoch("max")));
        }
        for (String tenant : List.of("nordlys", "other")) {
            HubFixture.execute(tenant, "delete from export_job where requested_by = 'worker-test'");
        }
    }

    private static String epoch(String which) {
        return "select " + which
                + "(to_char(completed_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')) from export_job where requested_by = 'worker-test'";
    }

    /** The database has room for a few thousand locks in all. */
    @Test
    void anImportTakesTheSameLocksHoweverManyResourcesItHas() {
        TmfResource categories = resources.at(CATALOG + "category").orElseThrow();
        List<String> names = List.of("Locked 1", "Locked 2", "Locked 3");
        List<ObjectNode> made = names.stream()
                .map(name -> created(
                        CATALOG + "category",
                        JsonNodeFactory.instance.objectNode().put("name", name)))
                .toList();
        Integer tenant = Integer.valueOf(HubFixture.value("nordlys", "select hub_tenant()"));
        List<Long> locks = transactions
                .run(
                        TenantContext.of(tenant, "test"),
                        transaction -> transfer.lock(transaction, List.of(categories))
                                .onItem()
                                .transformToMulti(locked -> Multi.createFrom().iterable(made))
                                .onItem()
                                .transformToUniAndConcatenate(category -> transfer.put(
                                                transaction,
                                                TenantContext.of(tenant, "test"),
                                                categories,
                                                Optional.of(UUID.fromString(
                                                        category.path("id").textValue())),
                                                category.deepCopy().put("description", "changed"))
                                        .flatMap(done -> transaction
                                                .query(
                                                        "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()")
                                                .execute())
                                        .map(rows -> rows.iterator().next().getLong(0)))
                                .collect()
                                .asList())
                .await()
                .atMost(Duration.ofMinutes(1));
        assertThat(locks).hasSize(3).containsOnly(locks.get(0));
        made.forEach(category -> delete(category.path("href").textValue()).statusCode(204));
    }

    @Test
    void whatIsExportedAndDeletedComesBack() {
        ObjectNode price = created(CATALOG + "productOfferingPrice", CatalogSamples.productOfferingPrice());
        ObjectNode offering = created(
                CATALOG + "productOffering",
                withPrices(CatalogSamples.productOffering().put("name", "There and back"), price));
        String everything = export("all.json", null, null);
        assertThat(everything).contains(price.path("id").textValue(), "Nordlys Mobile S, 20 GB");
        String prices = export(
                "price.json", "productOfferingPrice", "id=" + price.path("id").textValue());
        String offerings = export("offering.json", "productOffering", "name=There%20and%20back");
        assertThat(offerings).contains("\"colour\":\"white\"").doesNotContain("Nordlys Mobile S");
        ObjectNode before = shown(offering.path("href").textValue());
        delete(offering.path("href").textValue()).statusCode(204);
        delete(price.path("href").textValue()).statusCode(204);

        for (String file : List.of(prices, offerings)) {
            ObjectNode job = created(IMPORT, job(site.with("back.json", file)));
            work();
            assertThat(shown(job.path("href").textValue()).path("errorLog").asText())
                    .isEmpty();
        }
        ObjectNode after = shown(offering.path("href").textValue());
        before.remove("lastUpdate");
        after.remove("lastUpdate");
        assertThat(after).isEqualTo(before);

        // what is there already, prices in use among it, is found and left as it is
        String changes =
                "select string_agg(before::text || ' -> ' || after::text, '\n' order by id) from audit_event where action like '%.attribute-value-change'";
        String soFar = HubFixture.value("nordlys", changes);
        ObjectNode job = created(IMPORT, job(site.with("all.json", export("all.json", null, null))));
        work();
        assertThat(shown(job.path("href").textValue()).path("errorLog").asText())
                .isEmpty();
        assertThat(HubFixture.value("nordlys", changes)).isEqualTo(soFar);
        delete(offering.path("href").textValue()).statusCode(204);
        delete(price.path("href").textValue()).statusCode(204);
    }

    @Test
    void anExportIsSentToItsAddress() {
        ObjectNode job = created(
                EXPORT,
                job(site.url("taken.ndjson"))
                        .put("contentType", "application/x-ndjson")
                        .put("path", CATALOG + "productOffering")
                        .put("query", "key=nl-static-ip"));
        work();
        assertThat(status(job)).isEqualTo("Succeeded");
        assertThat(site.file("taken.ndjson").lines())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("nl-static-ip"));
        assertThat(shown(job.path("href").textValue()).path("url").textValue()).isEqualTo(site.url("taken.ndjson"));
    }

    @Test
    void anotherTenantSeesNeitherJobsNorFiles() {
        ObjectNode job = created(EXPORT, job("mine.json"));
        work();
        String file = shown(job.path("href").textValue()).path("url").textValue();
        assertThat(file).isEqualTo("/hub/v1/catalogue-exports/" + job.path("id").textValue());
        get("auditor", file).statusCode(200).header("Content-Disposition", containsString("attachment"));
        assertThat(HubFixture.status("vestby-admin", file)).isIn(403, 404);
        assertThat(HubFixture.status("vestby-admin", job.path("href").textValue()))
                .isIn(403, 404);
        assertThat(HubFixture.status("partner-sensate", file)).isEqualTo(403);
        assertThat(HubFixture.status("partner-sensate", EXPORT)).isEqualTo(403);
        delete(job.path("href").textValue()).statusCode(204);
        get("auditor", file).statusCode(404);
    }

    /** A process that is killed leaves its job as it was: running, and leased for a while. */
    @Test
    void aJobOfAProcessThatIsGoneIsTakenUpAgain() {
        ObjectNode job = created(IMPORT, job(site.with("again.ndjson", OTHER)));
        String id = job.path("id").textValue();
        killed(id, 1, "1 minute");
        work();
        assertThat(status(job)).isEqualTo("Running"); // its process may still be there
        killed(id, 1, "-1 second");
        work();
        assertThat(shown(job.path("href").textValue()).path("errorLog").asText())
                .isEmpty();
        assertThat(status(job)).isEqualTo("Succeeded");
    }

    @Test
    void aJobThatEndsItsProcessEachTimeFails() {
        ObjectNode job = created(IMPORT, job(site.with("poison.ndjson", FIBRE)));
        killed(job.path("id").textValue(), 3, "-1 second");
        work();
        assertThat(shown(job.path("href").textValue()).path("errorLog").asText())
                .contains("was begun 3 times", "nothing was changed");
        assertThat(status(job)).isEqualTo("Failed");
    }

    private static void killed(String job, int attempts, String lease) {
        HubFixture.execute(
                "nordlys",
                "update import_job set status = 'Running', holder = 'gone', attempts = " + attempts
                        + ", leased_until = now() + interval '" + lease + "' where uuid = '" + job + "'");
    }

    private void work() {
        worker.workOnce().await().atMost(Duration.ofMinutes(2));
    }

    /** The file of an export that the hub keeps. */
    private String export(String name, String path, String query) {
        ObjectNode job = created(EXPORT, job(name).put("path", path).put("query", query));
        work();
        ObjectNode done = shown(job.path("href").textValue());
        assertThat(done.path("errorLog").asText()).isEmpty();
        return as("auditor")
                .get(done.path("url").textValue())
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static ObjectNode job(String url) {
        return JsonNodeFactory.instance.objectNode().put("url", url);
    }

    private static String status(ObjectNode job) {
        return shown(job.path("href").textValue()).path("status").textValue();
    }
}
