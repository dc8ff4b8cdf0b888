package io.billinghub.core.invoice.model;

import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.tax.model.TaxCategory;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Everything that one consolidated customer bill says. Loaded once and shown in many ways: PDF, UBL, JSON.
 *
 * @param id {@code customer_bill.uuid}
 * @param number what the customer sees as the bill's number (its payment reference is {@link Payment#reference()})
 * @param state TMF678 state: new, validated, sent, partiallyPaid, settled; of a bill on hold the one from which it was taken
 * @param periodFrom first day of the billing period
 * @param periodTo the day after the last day of the billing period
 * @param net sum of the tax invoices' nets
 * @param tax sum of the tax invoices' taxes
 * @param due what it asks for: net + tax + brought forward + rounding, exactly
 * @param carried the bills before it whose amounts due it has taken on, oldest first
 * @param issuer the host that issues the bill and collects (BG-10 on agency invoices)
 * @param customer who pays
 */
public record BillDocument(
        UUID id,
        String number,
        String state,
        LocalDate issueDate,
        LocalDate dueDate,
        LocalDate periodFrom,
        LocalDate periodTo,
        CurrencyUnit currency,
        String language,
        Party issuer,
        Party customer,
        UUID accountId,
        String accountNumber,
        String accountName,
        Payment payment,
        Money net,
        Money tax,
        AmountDue due,
        List<Carried> carried,
        List<TaxInvoice> invoices) {

    public BillDocument {
        carried = List.copyOf(carried);
        invoices = List.copyOf(invoices);
        if (!due.amount().isEqual(net.plus(tax).plus(due.broughtForward()).plus(due.rounding()))) {
            throw new IllegalArgumentException("bill " + id + ": amount due " + due.amount()
                    + " is not net + tax + balance brought forward + rounding");
        }
    }

    public Money amountDue() {
        return due.amount();
    }

    /** A bill before this one that did not ask for its amount due. */
    public record Carried(String number, LocalDate issueDate, Money amount) {}

    /**
     * A party with what an invoice must say about it.
     *
     * @param key the hub's key of the party
     * @param legalId registration number (BT-30, BT-47)
     * @param vatNumber VAT identifier with its country prefix (BT-31, BT-48)
     * @param country ISO 3166-1 alpha-2
     * @param electronicAddress Peppol or e-mail endpoint (BT-34, BT-49) with its scheme
     */
    public record Party(
            String key,
            String name,
            Optional<String> legalId,
            Optional<String> vatNumber,
            Optional<String> street,
            Optional<String> city,
            Optional<String> postcode,
            String country,
            Optional<String> email,
            Optional<ElectronicAddress> electronicAddress) {
        public Party {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(country, "country");
        }

        /** The same party under another of its VAT registrations. */
        public Party withVatNumber(String number) {
            return new Party(
                    key, name, legalId, Optional.of(number), street, city, postcode, country, email, electronicAddress);
        }
    }

    /** @param scheme EAS code, e.g. 0216 (Finnish OVT), 0088 (GLN), 9930 (German VAT), EM (e-mail) */
    public record ElectronicAddress(String scheme, String value) {}

    /**
     * How to pay.
     *
     * @param reference ISO 11649 creditor reference ("RF…") that the customer gives with the payment
     */
    public record Payment(String creditorName, String iban, Optional<String> bic, String reference) {}

    /**
     * One legal tax invoice inside of the bill: one seller registration, one buyer, one currency, one type.
     *
     * @param number null-free; empty until the run is approved
     * @param agency the seller is the partner and the issuer collects for it
     * @param buyerReference BT-10, if the customer gave one
     * @param corrects the invoice that it takes something back of, for a credit note to one invoice
     * @param rounding of the amount to pay (BT-114); nothing but on one invoice of a bill that is rounded to cash
     * @param references the buyer's purchase order and cost centre that all of it is for
     */
    public record TaxInvoice(
            UUID id,
            Optional<String> number,
            InvoiceType type,
            boolean agency,
            Party seller,
            Party buyer,
            Optional<String> buyerReference,
            List<Line> lines,
            List<TaxItem> taxItems,
            Money net,
            Money tax,
            Money gross,
            Optional<Preceding> corrects,
            Money rounding,
            BuyerReferences references) {
        public TaxInvoice {
            lines = List.copyOf(lines);
            taxItems = List.copyOf(taxItems);
        }

        /** BT-115. */
        public Money payable() {
            return gross.plus(rounding);
        }

        /** An invoice that corrects none, is not rounded and has no references of the buyer. */
        public TaxInvoice(
                UUID id,
                Optional<String> number,
                InvoiceType type,
                boolean agency,
                Party seller,
                Party buyer,
                Optional<String> buyerReference,
                List<Line> lines,
                List<TaxItem> taxItems,
                Money net,
                Money tax,
                Money gross) {
            this(
                    id,
                    number,
                    type,
                    agency,
                    seller,
                    buyer,
                    buyerReference,
                    lines,
                    taxItems,
                    net,
                    tax,
                    gross,
                    Optional.empty(),
                    Money.zero(gross.getCurrencyUnit()),
                    BuyerReferences.NONE);
        }
    }

    /** The invoice that a credit note takes something back of (BG-3), with its number (BT-25) and issue date (BT-26). */
    public record Preceding(String number, LocalDate issueDate) {}

    /**
     * A line of the bill. On a credit note amounts keep their sign inside of the hub (negative for the customer's good);
     * documents turn it as their format wants.
     *
     * @param position 1-based inside of the bill
     * @param quantity in {@code unit}; may be zero or negative
     * @param periodTo the day after the last day of service
     * @param steps how the price came to be, for a customer to understand; empty if the amount was given by the partner
     * @param conversion present if the amount was converted from another currency
     * @param detailRows how many rows of the partner's document or usage records went into the line
     * @param tax the line's part of its invoice's tax; empty on bills of before it was kept
     */
    public record Line(
            int position,
            String accountNumber,
            String accountName,
            String productKey,
            String productName,
            String description,
            BigDecimal quantity,
            String unit,
            LocalDate periodFrom,
            LocalDate periodTo,
            Money net,
            TaxCategory taxCategory,
            BigDecimal taxRate,
            List<RatedStep> steps,
            Optional<Conversion> conversion,
            int detailRows,
            Optional<Money> tax) {
        public Line {
            steps = List.copyOf(steps);
        }
    }

    /** @param sourceAmount unrounded, in {@code sourceCurrency} */
    public record Conversion(
            BigDecimal sourceAmount, CurrencyUnit sourceCurrency, BigDecimal rate, String source, LocalDate date) {}

    /** Tax of an invoice for one category and rate (BG-23). */
    public record TaxItem(
            TaxCategory category,
            BigDecimal rate,
            Money taxable,
            Money tax,
            Optional<String> exemptionReasonCode,
            Optional<String> exemptionReason) {}
}
