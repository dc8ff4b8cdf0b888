package io.billinghub.api.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.account.AccountSamples;
import io.billinghub.api.testing.HubFixture;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Bodies that TMF635 accepts from a tenant that has the demo's master data; each call makes other ones. */
public final class UsageSamples {

    private UsageSamples() {}

    /** A body for each resource, by the last segment of its path. */
    public static Map<String, ObjectNode> bodies(String tenant) {
        Map<String, ObjectNode> bodies = new LinkedHashMap<>();
        bodies.put("usageSpecification", AccountSamples.json("""
                {"name": "Device messages %s", "version": "1.0", "lifecycleStatus": "Active",
                 "specCharacteristic": [{"name": "quantity", "valueType": "number"}]}
                """.formatted(UUID.randomUUID())));
        bodies.put("usage", usage(tenant, "sns-no-such-customer", "SNS-MSG", "7"));
        return bodies;
    }

    /**
     * Usage of the demo's partner sensate on 10 September 2026, whose period no run of the demo bills.
     *
     * @param account the partner's customer number
     * @param product the partner's product
     * @param quantity a JSON value
     */
    public static ObjectNode usage(String tenant, String account, String product, String quantity) {
        String partner = HubFixture.value(tenant, "select uuid from party where key = 'sensate'");
        return AccountSamples.json("""
                {"usageDate": "2026-09-10T12:00:00Z", "usageType": "messages", "description": "A sample", "device": "mer-8573",
                 "relatedParty": [{"id": "%s", "role": "partner"}],
                 "usageCharacteristic": [{"name": "account", "value": "%s"}, {"name": "product", "value": "%s"},
                   {"name": "quantity", "value": %s}, {"name": "unit", "value": "message"}, {"name": "region", "value": "eu-fi"}]}
                """.formatted(partner, account, product, quantity));
    }
}
