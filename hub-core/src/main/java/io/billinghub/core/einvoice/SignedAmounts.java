package io.billinghub.core.einvoice;

import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import java.math.BigDecimal;
import org.joda.money.Money;

/** Amounts with the sign of the document: a credit note states as positive what it gives back. */
record SignedAmounts(boolean turned, String currency) {
    static SignedAmounts of(TaxInvoice invoice) {
        return new SignedAmounts(
                invoice.type().credit(), invoice.net().getCurrencyUnit().getCode());
    }

    BigDecimal amount(Money money) {
        return turned ? money.getAmount().negate() : money.getAmount();
    }

    /** With the currency as an attribute, as UBL wants it. */
    void element(XmlText xml, String name, Money money) {
        element(xml, name, amount(money));
    }

    /** With the currency as an attribute, as UBL wants it. */
    void element(XmlText xml, String name, BigDecimal amount) {
        xml.element(name, "currencyID", currency, amount.toPlainString());
    }

    /** The number alone, as CII wants it: the currency stands in the head. */
    void bare(XmlText xml, String name, Money money) {
        xml.element(name, amount(money).toPlainString());
    }
}
