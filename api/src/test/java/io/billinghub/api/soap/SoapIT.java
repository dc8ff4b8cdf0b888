package io.billinghub.api.soap;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents in SOAP messages of both versions, and the faults that answer what is wrong with them. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class SoapIT {

    private static final String PARTNER = "partner-kinobox";
    private static final String V1_1 = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String V1_2 = "http://www.w3.org/2003/05/soap-envelope";
    private static final String OURS = "xmlns:h=\"urn:billinghub:documents:1\"";

    private final String mark = UUID.randomUUID().toString();
    private final String csv = "soap-csv-" + mark.substring(0, 8);
    private final String xml = "soap-xml-" + mark.substring(0, 8);

    /** An adapter for CSV in SubmitDocument, and one for XML that is the body itself. */
    @BeforeEach
    void adapters() {
        DemoData.load();
        put(csv, "{\"type\": \"csv\"}", """
                {"columns": {"number": "number", "account": "account", "product": "product", "net": "net", "from": "from"},
                 "constants": {"currency": "EUR", "taxCategory": "S", "taxRate": "25.5"}}
                """);
        put(xml, "{\"type\": \"xml\"}", """
                {"namespaces": {"b": "urn:bill"}, "lines": "/b:bill/b:line", "head": {"number": "/b:bill/b:no"},
                 "fields": {"account": "b:who", "product": "b:what", "net": "b:net", "from": "b:day"},
                 "constants": {"currency": "EUR", "taxCategory": "S", "taxRate": "25.5"}}
                """);
    }

    private static void put(String key, String format, String mapping) {
        Tmf.as("marketplace-admin")
                .contentType("application/json")
                .body("""
                        {"key": "%s", "partner": "kinobox", "agreement": "kinobox-agency", "kind": "BILL", "transport": {"type": "soap"},
                         "format": %s, "mapping": %s}
                        """.formatted(key, format, mapping))
                .put("/hub/v1/adapters/" + key)
                .then()
                .statusCode(200);
    }

    private static String address(String adapter) {
        return "/hub/v1/partners/kinobox/soap/" + adapter;
    }

    private static String envelope(String namespace, String body) {
        return "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"%s\"><s:Body>%s</s:Body></s:Envelope>"
                .formatted(namespace, body);
    }

    private static String submit(String content) {
        return "<h:SubmitDocument %s><h:fileName>b.csv</h:fileName><h:contentType>text/csv</h:contentType><h:content>%s</h:content></h:SubmitDocument>"
                .formatted(OURS, content);
    }

    private byte[] rows(String number) {
        return "number,account,product,net,from\n%s-%s,nobody-%s,KBX-PLUS,1.00,2026-10-05\n"
                .formatted(number, mark, mark)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getMimeEncoder().encodeToString(bytes);
    }

    private static ValidatableResponse send(String user, String adapter, String contentType, String message) {
        return Tmf.as(user)
                .header("Content-Type", contentType)
                .header("SOAPAction", "\"\"")
                .body(message.getBytes(StandardCharsets.UTF_8))
                .post(address(adapter))
                .then();
    }

    private static String kept(String id) {
        return HubFixture.value(
                "nordlys",
                "select transport || ' ' || coalesce(file_name, '-') || ' ' || coalesce(content_type, '-') || ' ' || size"
                        + " from received_document where uuid = '" + id + "'");
    }

    @ParameterizedTest
    @CsvSource({"text/xml, " + V1_1, "application/soap+xml, " + V1_2})
    void aDocumentInTheContentIsTakenInOnce(String mediaType, String namespace) {
        byte[] document = rows(mediaType.equals("text/xml") ? "A" : "B");
        String message = envelope(namespace, submit(base64(document)));
        String id = send(PARTNER, csv, mediaType + "; charset=utf-8", message)
                .statusCode(200)
                .contentType(containsString(mediaType))
                .body("Envelope.Body.SubmitDocumentResponse.status", equalTo("QUARANTINED"))
                .body("Envelope.Body.SubmitDocumentResponse.duplicate", equalTo("false"))
                .body("Envelope.Body.SubmitDocumentResponse.quarantinedLines", equalTo("1"))
                .body("Envelope.Body.SubmitDocumentResponse.finding.ruleCode", equalTo("UNKNOWN_ACCOUNT"))
                .extract()
                .path("Envelope.Body.SubmitDocumentResponse.id");
        assertThat(kept(id)).isEqualTo("soap b.csv text/csv " + document.length);

        send(PARTNER, csv, mediaType, message)
                .statusCode(200)
                .body("Envelope.Body.SubmitDocumentResponse.id", equalTo(id))
                .body("Envelope.Body.SubmitDocumentResponse.duplicate", equalTo("true"));
    }

    @Test
    void aDocumentMayBeTheBodyItself() {
        String bill =
                "<bill xmlns=\"urn:bill\"><no>C-%1$s</no><line><who>nobody-%1$s</who><what>KBX-PLUS</what><net>2.00</net><day>2026-10-05</day></line></bill>"
                        .formatted(mark);
        String id = send(PARTNER, xml, "text/xml", envelope(V1_1, bill))
                .statusCode(200)
                .body("Envelope.Body.SubmitDocumentResponse.documentNumber", equalTo("C-" + mark))
                .extract()
                .path("Envelope.Body.SubmitDocumentResponse.id");
        assertThat(kept(id)).startsWith("soap - application/xml ");
    }

    @Test
    void aDocumentMayBeAnAttachment() {
        byte[] document = rows("D");
        String include = "<x:Include xmlns:x=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:bill%40kinobox\"/>";
        String message = String.join(
                "\r\n",
                "--edge",
                "Content-Type: application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"",
                "Content-ID: <root@kinobox>",
                "",
                envelope(V1_2, submit(include)),
                "--edge",
                "Content-Type: text/csv",
                "Content-Transfer-Encoding: binary",
                "Content-ID: <bill@kinobox>",
                "",
                new String(document, StandardCharsets.UTF_8),
                "--edge--",
                "");
        String type =
                "multipart/related; boundary=edge; type=\"application/xop+xml\"; start=\"<root@kinobox>\"; start-info=\"application/soap+xml\"";
        String id = send(PARTNER, csv, type, message)
                .statusCode(200)
                .contentType(containsString("application/soap+xml"))
                .extract()
                .path("Envelope.Body.SubmitDocumentResponse.id");
        assertThat(kept(id)).isEqualTo("soap b.csv text/csv " + document.length);

        send(PARTNER, csv, type, message.replace("Content-ID: <bill@", "Content-ID: <other@"))
                .statusCode(400)
                .body("Envelope.Body.Fault.Reason.Text", containsString("has no attachment cid:bill%40kinobox"));
        send(PARTNER, csv, type, message.replace("--edge--", ""))
                .statusCode(400)
                .body("Envelope.Body.Fault.Detail.problem.code", equalTo("SOAP_ENVELOPE"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<no/>                                                       | Client          | SOAP_ENVELOPE | is no SOAP envelope but no",
                "no XML                                                      | Client          | MALFORMED_DOCUMENT | ``",
                "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>BODY  | Client          | XML_DTD       | ``",
                "<s:Envelope xmlns:s='urn:none'><s:Body/></s:Envelope>       | VersionMismatch | SOAP_ENVELOPE | neither of SOAP 1.1 nor of SOAP 1.2",
                "<s:Envelope xmlns:s='2003'><s:Body/></s:Envelope>           | VersionMismatch | SOAP_ENVELOPE | another version of SOAP",
                "<s:Envelope xmlns:s='2001'><s:Header><w xmlns='urn:w' s:mustUnderstand='1'/></s:Header><s:Body/></s:Envelope> | MustUnderstand | SOAP_ENVELOPE | no header is understood",
                "<s:Envelope xmlns:s='2001'><s:Body/></s:Envelope>           | Client          | SOAP_ENVELOPE | no document in the body",
                "<s:Envelope xmlns:s='2001'><s:Body><a/><b/></s:Body></s:Envelope> | Client    | SOAP_ENVELOPE | more than one element",
                "<s:Envelope xmlns:s='2001'><s:Body><h:Cancel OURS/></s:Body></s:Envelope> | Client | SOAP_ENVELOPE | no operation Cancel",
                "<s:Envelope xmlns:s='2001'><s:Body><h:SubmitDocument OURS/></s:Body></s:Envelope> | Client | SOAP_ENVELOPE | content is missing",
                "<s:Envelope xmlns:s='2001'><s:Body><h:SubmitDocument OURS><h:content>%%</h:content></h:SubmitDocument></s:Body></s:Envelope> | Client | SOAP_ENVELOPE | no whole Base64",
                "<s:Envelope xmlns:s='2001'><s:Body><h:SubmitDocument OURS><h:other/></h:SubmitDocument></s:Body></s:Envelope> | Client | SOAP_ENVELOPE | there is no element other",
            })
    void whatIsNoEnvelopeIsToldByAFault(String message, String fault, String code, String detail) {
        send(
                        PARTNER,
                        csv,
                        "text/xml",
                        message.replace("'2001'", "'" + V1_1 + "'")
                                .replace("'2003'", "'" + V1_2 + "'")
                                .replace("OURS", OURS)
                                .replace("BODY", envelope(V1_1, "<x>&e;</x>").substring(21)))
                .statusCode(500)
                .body("Envelope.Body.Fault.faultcode", equalTo("soap:" + fault))
                .body("Envelope.Body.Fault.faultstring", containsString(detail))
                .body("Envelope.Body.Fault.detail.problem.code", equalTo(code))
                .body("Envelope.Body.Fault.detail.problem.whatToDo", not(equalTo("")));
    }

    @Test
    void aDocumentThatIsRefusedIsKeptAndToldByAFault() {
        String id = send(
                        PARTNER,
                        csv,
                        "application/soap+xml",
                        envelope(V1_2, submit(base64("x\n".getBytes(StandardCharsets.UTF_8)))))
                .statusCode(400)
                .body("Envelope.Body.Fault.Code.Value", equalTo("soap:Sender"))
                .body("Envelope.Body.Fault.Detail.problem.code", equalTo("DOCUMENT_REFUSED"))
                .body("Envelope.Body.Fault.Detail.problem.status", equalTo("REFUSED"))
                .extract()
                .path("Envelope.Body.Fault.Detail.problem.id");
        assertThat(kept(id)).isEqualTo("soap b.csv text/csv 2");
    }

    @Test
    void nobodySendsInAnothersName() {
        String message = envelope(V1_1, submit(base64(rows("E"))));
        send("partner-sensate", csv, "text/xml", message)
                .statusCode(500)
                .body("Envelope.Body.Fault.faultcode", equalTo("soap:Client"))
                .body("Envelope.Body.Fault.detail.problem.code", equalTo("OTHER_PARTNER"));
        send("auditor", csv, "text/xml", message).statusCode(403);
        given().contentType("text/xml").body(message).post(address(csv)).then().statusCode(401);
        // one that takes pushes alone, and none
        for (String adapter : new String[] {"kinobox-csv", "nowhere"}) {
            send(PARTNER, adapter, "text/xml", message)
                    .statusCode(500)
                    .body("Envelope.Body.Fault.detail.problem.code", equalTo("UNKNOWN_ADAPTER"));
        }
        assertThat(HubFixture.value("nordlys", "select count(*) from partner_bill where number = 'E-" + mark + "'"))
                .isEqualTo("0");
    }

    @Test
    void theDescriptionNamesTheAddress() {
        given().get(address(csv) + "?wsdl")
                .then()
                .statusCode(200)
                .contentType(containsString("text/xml"))
                .body("definitions.service.port[0].address.@location", containsString(address(csv)))
                .body("definitions.types.schema.element[0].@name", equalTo("SubmitDocument"));
    }
}
