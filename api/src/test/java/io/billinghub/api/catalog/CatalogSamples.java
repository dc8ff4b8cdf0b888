package io.billinghub.api.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.tmf630.KeptJson;

/**
 * Bodies that the resources of TMF620 and TMF637 accept in the tenant {@code nordlys} once the demo is loaded, with a member
 * that no specification knows. Nothing that they create is billed.
 */
public final class CatalogSamples {

    private CatalogSamples() {}

    public static ObjectNode catalog() {
        return KeptJson.read("""
                {"name": "Retail 2027", "catalogType": "ProductCatalog", "description": "All that is sold in shops", "version": "1.0",
                 "lifecycleStatus": "Active", "validFor": {"startDateTime": "2027-01-01T00:00:00Z"},
                 "relatedParty": [{"id": "7", "role": "owner", "name": "Product office", "@referredType": "Organization"}],
                 "colour": "blue"}
                """);
    }

    public static ObjectNode category() {
        return KeptJson.read("""
                {"name": "Broadband", "description": "Fixed access to the internet", "version": "1.0", "lifecycleStatus": "Active",
                 "validFor": {"startDateTime": "2027-01-01T00:00:00Z"}, "colour": "green"}
                """);
    }

    public static ObjectNode productSpecification() {
        return KeptJson.read("""
                {"name": "Fibre access", "brand": "Nordlys", "productNumber": "FA-1000", "version": "1.0", "lifecycleStatus": "In design",
                 "isBundle": false, "colour": "red",
                 "productSpecCharacteristic": [{"name": "downstream", "valueType": "string", "configurable": false,
                   "productSpecCharacteristicValue": [{"value": "1 Gbit/s", "isDefault": true}]}]}
                """);
    }

    /** A fee for each month. */
    public static ObjectNode productOfferingPrice() {
        return KeptJson.read("""
                {"name": "Fibre, each month", "description": "Billed in arrears", "priceType": "recurring", "recurringChargePeriodType": "month",
                 "recurringChargePeriodLength": 1, "price": {"unit": "EUR", "value": 39.90}, "version": "1.0", "lifecycleStatus": "Active",
                 "validFor": {"startDateTime": "2026-01-01T00:00:00Z"}, "colour": "yellow"}
                """);
    }

    /** A fee when the product begins. */
    public static ObjectNode oneTimePrice() {
        return KeptJson.read("""
                {"name": "Installation", "priceType": "oneTime", "price": {"unit": "EUR", "value": 25.00},
                 "validFor": {"startDateTime": "2026-01-01T00:00:00Z"}}
                """);
    }

    /** A price for each unit that is used: 7.50 for a thousand. */
    public static ObjectNode usagePrice() {
        return KeptJson.read("""
                {"name": "Messages", "priceType": "usage", "price": {"unit": "EUR", "value": 7.50},
                 "unitOfMeasure": {"amount": 1000, "units": "message"}, "validFor": {"startDateTime": "2026-01-01T00:00:00Z"}}
                """);
    }

    /** Prices by tiers, in the hub's own words. */
    public static ObjectNode tieredPrice() {
        return KeptJson.read("""
                {"name": "Messages in tiers", "validFor": {"startDateTime": "2026-01-01T00:00:00Z"},
                 "pricePlan": {"@type": "PricePlan", "currency": "EUR", "unit": "message",
                   "model": {"type": "graduated", "tiers": [{"upTo": "100", "unitPrice": "0.05"}, {"unitPrice": "0.02"}]}}}
                """);
    }

    /** Without prices; {@code productOfferingPrice} takes references to them. */
    public static ObjectNode productOffering() {
        return KeptJson.read("""
                {"name": "Fibre for homes", "description": "Up to 1 Gbit/s", "lifecycleStatus": "Active", "isBundle": false,
                 "isSellable": true, "version": "1.0", "taxClass": "standard", "unit": "subscription",
                 "validFor": {"startDateTime": "2026-01-01T00:00:00Z"},
                 "channel": [{"id": "1", "name": "shop", "@referredType": "Channel"}], "colour": "white"}
                """);
    }

    /** A product of the demo's account NL-1012 that is not delivered yet. */
    public static ObjectNode product() {
        return product(
                HubFixture.value("nordlys", "select uuid from billing_account where number = 'NL-1012'"),
                HubFixture.value("nordlys", "select uuid from product_offering where key = 'nl-static-ip'"));
    }

    /** A product that is not delivered yet. */
    public static ObjectNode product(String account, String offering) {
        ObjectNode product = KeptJson.read("""
                {"status": "created", "name": "Address for the cabin", "productSerialNumber": "S-1", "quantity": 2,
                 "productCharacteristic": [{"name": "city", "value": "Vaasa"}], "colour": "black"}
                """);
        product.putObject("billingAccount").put("id", account);
        product.putObject("productOffering").put("id", offering);
        return product;
    }
}
