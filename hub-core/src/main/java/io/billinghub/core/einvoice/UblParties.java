package io.billinghub.core.einvoice;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.Party;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.tax.model.TaxCategory;
import java.util.Optional;

/** Seller (BG-4), buyer (BG-7), payee (BG-10) and, for intra-community supplies, the place of delivery (BG-15). */
final class UblParties {
    private UblParties() {}

    static void write(XmlText xml, BillDocument bill, TaxInvoice invoice) {
        // BR-O-02 and following: outside the scope of VAT there are no VAT identifiers
        boolean vat = invoice.taxItems().stream().noneMatch(item -> item.category() == TaxCategory.O);
        xml.open("cac:AccountingSupplierParty");
        party(xml, invoice.seller(), vat);
        xml.close();
        xml.open("cac:AccountingCustomerParty");
        party(xml, invoice.buyer(), vat);
        xml.close();
        if (invoice.agency() && !bill.issuer().name().equals(invoice.seller().name())) {
            payee(xml, bill.issuer());
        }
        if (invoice.taxItems().stream().anyMatch(item -> item.category() == TaxCategory.K)) {
            xml.open("cac:Delivery").open("cac:DeliveryLocation").open("cac:Address"); // BR-IC-12
            country(xml, invoice.buyer());
            xml.close().close().close();
        }
    }

    private static void party(XmlText xml, Party party, boolean vat) {
        xml.open("cac:Party");
        if (party.electronicAddress().isPresent()) {
            xml.element(
                    "cbc:EndpointID",
                    "schemeID",
                    party.electronicAddress().get().scheme(),
                    party.electronicAddress().get().value());
        } else {
            given(party.email()).ifPresent(mail -> xml.element("cbc:EndpointID", "schemeID", "EM", mail));
        }
        xml.open("cac:PostalAddress");
        given(party.street()).ifPresent(street -> xml.element("cbc:StreetName", street));
        given(party.city()).ifPresent(city -> xml.element("cbc:CityName", city));
        given(party.postcode()).ifPresent(postcode -> xml.element("cbc:PostalZone", postcode));
        country(xml, party);
        xml.close();
        if (vat && given(party.vatNumber()).isPresent()) {
            xml.open("cac:PartyTaxScheme");
            xml.element("cbc:CompanyID", party.vatNumber().get());
            UblInvoiceWriter.vatScheme(xml);
            xml.close();
        }
        xml.open("cac:PartyLegalEntity");
        xml.element("cbc:RegistrationName", party.name());
        PeppolClaim.legalId(party).ifPresent(id -> xml.element("cbc:CompanyID", id));
        xml.close();
        if (given(party.email()).isPresent()) {
            xml.open("cac:Contact");
            xml.element("cbc:ElectronicMail", party.email().get());
            xml.close();
        }
        xml.close();
    }

    private static void payee(XmlText xml, Party issuer) {
        xml.open("cac:PayeeParty");
        xml.open("cac:PartyName");
        xml.element("cbc:Name", issuer.name());
        xml.close();
        PeppolClaim.legalId(issuer).ifPresent(id -> {
            xml.open("cac:PartyLegalEntity");
            xml.element("cbc:CompanyID", id);
            xml.close();
        });
        xml.close();
    }

    private static void country(XmlText xml, Party party) {
        xml.open("cac:Country");
        xml.element("cbc:IdentificationCode", party.country());
        xml.close();
    }

    /** Peppol R008 forbids empty elements. */
    private static Optional<String> given(Optional<String> value) {
        return value.filter(text -> !text.isBlank());
    }
}
