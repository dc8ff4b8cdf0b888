package io.billinghub.core.einvoice;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.Party;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.tax.model.TaxCategory;

/** Seller (BG-4), buyer (BG-7), payee (BG-10) and, for intra-community supplies, the place of delivery (BG-15). */
final class UblParties {
    private UblParties() {}

    static void write(XmlText xml, BillDocument bill, TaxInvoice invoice) {
        boolean vat = EInvoiceTexts.vatNumbers(invoice);
        xml.open("cac:AccountingSupplierParty");
        party(xml, invoice.seller(), vat);
        xml.close();
        xml.open("cac:AccountingCustomerParty");
        party(xml, invoice.buyer(), vat);
        xml.close();
        EInvoiceTexts.payee(bill, invoice).ifPresent(payee -> payee(xml, payee));
        if (invoice.taxItems().stream().anyMatch(item -> item.category() == TaxCategory.K)) {
            xml.open("cac:Delivery").open("cac:DeliveryLocation").open("cac:Address"); // BR-IC-12
            country(xml, invoice.buyer());
            xml.close().close().close();
        }
    }

    private static void party(XmlText xml, Party party, boolean vat) {
        xml.open("cac:Party");
        EInvoiceProfile.address(party)
                .ifPresent(address -> xml.element("cbc:EndpointID", "schemeID", address.scheme(), address.value()));
        xml.open("cac:PostalAddress");
        EInvoiceTexts.given(party.street()).ifPresent(street -> xml.element("cbc:StreetName", street));
        EInvoiceTexts.given(party.city()).ifPresent(city -> xml.element("cbc:CityName", city));
        EInvoiceTexts.given(party.postcode()).ifPresent(postcode -> xml.element("cbc:PostalZone", postcode));
        country(xml, party);
        xml.close();
        if (vat && EInvoiceTexts.given(party.vatNumber()).isPresent()) {
            xml.open("cac:PartyTaxScheme");
            xml.element("cbc:CompanyID", party.vatNumber().get());
            UblInvoiceWriter.vatScheme(xml);
            xml.close();
        }
        xml.open("cac:PartyLegalEntity");
        xml.element("cbc:RegistrationName", party.name());
        PeppolClaim.legalId(party).ifPresent(id -> xml.element("cbc:CompanyID", id));
        xml.close();
        if (EInvoiceTexts.given(party.email()).isPresent()) {
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
}
