package io.billinghub.api.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.testing.HubFixture;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Bodies that TMF666 accepts from a tenant that has the demo's master data; each call makes other ones. */
public final class AccountSamples {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AccountSamples() {}

    /** A body for each resource, by the last segment of its path. */
    public static Map<String, ObjectNode> bodies(String tenant) {
        Map<String, ObjectNode> bodies = new LinkedHashMap<>();
        String mark = UUID.randomUUID().toString();
        String customer = HubFixture.value(
                tenant,
                "select p.uuid from party p join party_role r on r.party_id = p.id where r.role = 'CUSTOMER' order by r.id limit 1");
        String partner = HubFixture.value(
                tenant,
                "select p.uuid from party p join party_role r on r.party_id = p.id where r.role = 'PARTNER' order by r.id limit 1");
        String cycle = HubFixture.value(tenant, "select uuid from bill_cycle order by id limit 1");
        bodies.put("billFormat", json("""
                {"name": "Summary %s", "description": "Totals alone", "pages": 1}
                """.formatted(mark)));
        bodies.put("billPresentationMedia", json("""
                {"name": "Post %s", "description": "On paper", "paper": {"weight": 80}}
                """.formatted(mark)));
        bodies.put("billingCycleSpecification", json("""
                {"name": "From the 15th %s", "frequency": "monthly", "billingDateShift": 14, "paymentDueDateOffset": 21,
                 "mailingDateOffset": 3, "description": "A sample"}
                """.formatted(mark)));
        bodies.put("financialAccount", json("""
                {"name": "Receivables %s", "accountType": "receivables", "creditLimit": {"unit": "EUR", "value": 1000.50}}
                """.formatted(mark)));
        bodies.put("partyAccount", json("""
                {"name": "Prepaid %s", "accountType": "prepaid", "relatedParty": [{"id": "%s", "role": "owner"}]}
                """.formatted(mark, customer)));
        bodies.put("settlementAccount", json("""
                {"name": "Settlement %s", "description": "Monthly", "relatedParty": [{"id": "%s", "role": "partner"}]}
                """.formatted(mark, partner)));
        bodies.put("billingAccount", json("""
                {"name": "Account %s", "currency": "EUR", "accountType": "residential", "description": "A sample",
                 "relatedParty": [{"id": "%s", "role": "customer"}], "creditLimit": {"unit": "EUR", "value": 250},
                 "contact": [{"contactType": "primary", "contactName": "A. Sample"}], "segment": "gold",
                 "billStructure": {"cycleSpecification": {"id": "%s", "isRef": true}, "colour": "blue"}}
                """.formatted(mark, customer, cycle)));
        return bodies;
    }

    /** A text as an object. */
    public static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
