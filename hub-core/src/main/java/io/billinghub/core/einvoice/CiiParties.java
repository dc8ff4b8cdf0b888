package io.billinghub.core.einvoice;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.Party;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.tax.model.TaxCategory;

/** Seller (BG-4), buyer (BG-7), payee (BG-10) and, for intra-community supplies, the place of delivery (BG-15) in CII. */
final class CiiParties {
    private CiiParties() {}

    static void agreement(XmlText xml, BillDocument bill, TaxInvoice invoice) {
        boolean vat = EInvoiceTexts.vatNumbers(invoice);
        xml.open("ram:ApplicableHeaderTradeAgreement");
        xml.element("ram:BuyerReference", EInvoiceTexts.buyerReference(bill, invoice));
        party(xml, "ram:SellerTradeParty", invoice.seller(), vat);
        party(xml, "ram:BuyerTradeParty", invoice.buyer(), vat);
        invoice.references().order().ifPresent(order -> {
            xml.open("ram:BuyerOrderReferencedDocument");
            xml.element("ram:IssuerAssignedID", order); // BT-13
            xml.close();
        });
        xml.close();
    }

    static void delivery(XmlText xml, TaxInvoice invoice) {
        xml.open("ram:ApplicableHeaderTradeDelivery");
        if (invoice.taxItems().stream().anyMatch(item -> item.category() == TaxCategory.K)) {
            xml.open("ram:ShipToTradeParty").open("ram:PostalTradeAddress"); // BR-IC-12
            xml.element("ram:CountryID", invoice.buyer().country());
            xml.close().close();
        }
        xml.close();
    }

    static void payee(XmlText xml, Party issuer) {
        xml.open("ram:PayeeTradeParty");
        xml.element("ram:Name", issuer.name());
        legalId(xml, issuer);
        xml.close();
    }

    private static void party(XmlText xml, String name, Party party, boolean vat) {
        xml.open(name);
        xml.element("ram:Name", party.name());
        legalId(xml, party);
        EInvoiceTexts.given(party.email()).ifPresent(mail -> {
            xml.open("ram:DefinedTradeContact").open("ram:EmailURIUniversalCommunication");
            xml.element("ram:URIID", mail);
            xml.close().close();
        });
        xml.open("ram:PostalTradeAddress");
        EInvoiceTexts.given(party.postcode()).ifPresent(postcode -> xml.element("ram:PostcodeCode", postcode));
        EInvoiceTexts.given(party.street()).ifPresent(street -> xml.element("ram:LineOne", street));
        EInvoiceTexts.given(party.city()).ifPresent(city -> xml.element("ram:CityName", city));
        xml.element("ram:CountryID", party.country());
        xml.close();
        EInvoiceProfile.address(party).ifPresent(address -> {
            xml.open("ram:URIUniversalCommunication");
            xml.element("ram:URIID", "schemeID", address.scheme(), address.value());
            xml.close();
        });
        if (vat) {
            EInvoiceTexts.given(party.vatNumber()).ifPresent(number -> {
                xml.open("ram:SpecifiedTaxRegistration");
                xml.element("ram:ID", "schemeID", "VA", number);
                xml.close();
            });
        }
        xml.close();
    }

    private static void legalId(XmlText xml, Party party) {
        PeppolClaim.legalId(party).ifPresent(id -> {
            xml.open("ram:SpecifiedLegalOrganization");
            xml.element("ram:ID", id);
            xml.close();
        });
    }
}
