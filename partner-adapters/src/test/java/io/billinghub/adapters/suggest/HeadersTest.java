package io.billinghub.adapters.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A column's name is likest to the field that partners call so, in whatever language and spelling. */
class HeadersTest {

    @ParameterizedTest
    @CsvSource({
        "Invoice Number, NUMBER",
        "InvoiceNo, NUMBER",
        "invoice_id, NUMBER",
        "Rechnungsnr., NUMBER",
        "Fakturanummer, NUMBER",
        "N° de facture, NUMBER",
        "CustomerNumber, ACCOUNT",
        "customer-id, ACCOUNT",
        "Kundennummer, ACCOUNT",
        "Kundnr, ACCOUNT",
        "Código cliente, ACCOUNT",
        "MSISDN, ACCOUNT",
        "SKU, PRODUCT",
        "ProductCode, PRODUCT",
        "Artikelnummer, PRODUCT",
        "Tuotekoodi, PRODUCT",
        "Description, DESCRIPTION",
        "Bezeichnung, DESCRIPTION",
        "Libellé, DESCRIPTION",
        "Qty, QUANTITY",
        "Menge, QUANTITY",
        "Quantité, QUANTITY",
        "ConsumedQuantity, QUANTITY",
        "UoM, UNIT",
        "Unit Price, UNIT_PRICE",
        "Einzelpreis, UNIT_PRICE",
        "Net Amount EUR, NET",
        "Nettobetrag, NET",
        "Montant HT, NET",
        "Belopp exkl. moms, NET",
        "Amount incl. VAT, GROSS",
        "Montant TTC, GROSS",
        "VAT amount, TAX_AMOUNT",
        "VAT %, TAX_RATE",
        "VAT rate, TAX_RATE",
        "MwSt-Satz, TAX_RATE",
        "Währung, CURRENCY",
        "Currency Code, CURRENCY",
        "Period start, FROM",
        "ChargePeriodStart, FROM",
        "Leistungsbeginn, FROM",
        "Period end, TO",
        "ChargePeriodEnd, TO",
        "Event time, AT",
        "Zeitstempel, AT",
        "Event ID, EVENT_ID"
    })
    void itIsLikestTo(String header, CanonicalField field) {
        CanonicalField best = Stream.of(CanonicalField.values())
                .max(Comparator.comparing((CanonicalField candidate) -> Headers.likeness(header, candidate)))
                .orElseThrow();

        assertThat(Headers.likeness(header, field))
                .as("%s is like %s", header, best)
                .isGreaterThanOrEqualTo(60)
                .isEqualTo(Headers.likeness(header, best));
    }
}
