package io.billinghub.api.onboarding;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.testing.TestTokens;
import io.billinghub.api.testing.Wire;
import java.util.Map;

/** A tenant with an account, in which partners come on board, and its logins. */
record Host(String tenant) {

    private static final String MASTER_DATA = """
            {"tenant": {"key": "TENANT", "name": "Nordlys", "timeZone": "Europe/Helsinki"},
             "parties": [
               {"key": "nordlys", "kind": "ORGANIZATION", "name": "Nordlys Oy", "country": "FI", "bankIban": "FI2112345600000785"},
               {"key": "aurora", "kind": "ORGANIZATION", "name": "Aurora Oy", "country": "FI"}],
             "roles": [{"party": "nordlys", "role": "CSP", "key": "nordlys"}],
             "taxRegistrations": [{"party": "nordlys", "country": "FI", "number": "FI12345671"}],
             "taxRates": [{"country": "FI", "taxClass": "standard", "category": "S", "rate": "25.5", "validFrom": "2024-09-01"}],
             "cycles": [{"key": "monthly", "name": "Month", "dayOfMonth": 1, "timeZone": "Europe/Helsinki", "paymentDays": 14,
                         "openFrom": "2026-10-01"}],
             "accounts": [
               {"number": "NL-1001", "name": "Aurora", "party": "aurora", "cycle": "monthly", "currency": "EUR"},
               {"number": "NL-1002", "name": "Aurora, too", "party": "aurora", "cycle": "monthly", "currency": "EUR"}]}
            """;

    static final String TEMPLATE = """
            {"key": "resale", "name": "Resale", "validFrom": "2026-01-01", "sellingModel": "RESALE", "currency": "EUR",
             "shareModel": {"type": "percentage", "shares": [
               {"party": "$partner", "percent": "80"}, {"party": "nordlys", "percent": "20"}]},
             "residueParty": "nordlys", "offering": {"unit": "piece", "taxClass": "standard"}}
            """;

    /** A new tenant with nothing but an account of a customer. */
    static Host create(String tenant) {
        Host host = new Host(tenant);
        Wire.hub()
                .send(
                        "POST",
                        "/hub/v1/imports",
                        host.token(RealmRoles.HUB_ADMIN),
                        MASTER_DATA.replace("TENANT", tenant))
                .expect(200);
        return host;
    }

    String token(String role) {
        return TestTokens.of(role, tenant, null, null);
    }

    String admin() {
        return token(RealmRoles.MARKETPLACE_ADMIN);
    }

    String second() {
        return token(RealmRoles.HUB_ADMIN);
    }

    String partner(String key) {
        return TestTokens.of(RealmRoles.PARTNER, tenant, key, null);
    }

    Wire.Answer post(String token, String path, String json) {
        return Wire.hub().send("POST", path, token, json);
    }

    /** A case with this name that waits for its approval; the key is the name. */
    JsonNode begin(String name) {
        return post(admin(), "/hub/v1/onboardings", """
                {"name": "%s", "country": "NO", "vatId": "NO 910 009 990 MVA", "iban": "NO93 8601 1117 947",
                 "email": "billing@partner.example", "template": "resale"}
                """.formatted(name)).expect(201);
    }

    /** The same, signed by both. */
    void sign(String name) {
        begin(name);
        post(second(), "/hub/v1/onboardings/" + name + "/approve", null).expect(200);
        post(partner(name), "/hub/v1/onboardings/" + name + "/accept", null).expect(200);
    }

    /** A form with files. */
    Wire.Answer upload(String token, String path, Map<String, String> parts) {
        StringBuilder body = new StringBuilder();
        parts.forEach((name, content) -> body.append("--limit\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"; filename=\"")
                .append(name)
                .append("-1.csv\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .append(content)
                .append("\r\n"));
        body.append("--limit--\r\n");
        return Wire.hub()
                .send(
                        "POST",
                        path,
                        token,
                        Map.of("Content-Type", "multipart/form-data; boundary=limit"),
                        body.toString());
    }

    /** Pushes a document of lines. */
    Wire.Answer push(String token, String partner, String path, String csv) {
        return Wire.hub()
                .send("POST", "/hub/v1/partners/" + partner + path, token, Map.of("Content-Type", "text/csv"), csv);
    }
}
