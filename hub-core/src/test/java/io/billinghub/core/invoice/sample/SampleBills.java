package io.billinghub.core.invoice.sample;

import io.billinghub.core.invoice.model.AmountDue;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.Carried;
import io.billinghub.core.invoice.model.BillDocument.Conversion;
import io.billinghub.core.invoice.model.BillDocument.ElectronicAddress;
import io.billinghub.core.invoice.model.BillDocument.Party;
import io.billinghub.core.invoice.model.BillDocument.Payment;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.rating.model.Graduated;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.model.RatingInput;
import io.billinghub.core.rating.model.Tier;
import io.billinghub.core.tax.model.TaxCategory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Bills as customers get them, for tests of whatever shows a bill. */
public final class SampleBills {
    public static final Party NORDLYS = organization(
            "nordlys", "Nordlys Telecom Oy", "2814593-7", "FI28145937", "Satamakatu 4", "Helsinki", "00160", "FI");
    public static final Party DESKLY =
            organization("deskly", "Deskly GmbH", "HRB 184211", "DE318840271", "Torstraße 12", "Berlin", "10119", "DE");
    public static final Party KINOBOX =
            organization("kinobox", "Kinobox Oy", "2998107-2", "FI29981072", "Hämeenkatu 9", "Tampere", "33100", "FI");
    public static final Party TUULI_OY = organization(
            "tuuli",
            "Tuuli Consulting Oy",
            "3022147-5",
            "FI30221475",
            "Mannerheimintie 15 B",
            "Helsinki",
            "00260",
            "FI");
    public static final Party TUULI_AB = organization(
            "tuuli-se", "Tuuli Åland Ab", "1844402-1", "FI18444021", "Torggatan 7", "Mariehamn", "22100", "FI");
    public static final Party AINO = new Party(
            "aino",
            "Aino Määttä-Сергеева",
            Optional.empty(),
            Optional.empty(),
            Optional.of("Kauppakatu 21 A 5"),
            Optional.of("Jyväskylä"),
            Optional.of("40100"),
            "FI",
            Optional.of("aino@example.fi"),
            Optional.empty());
    private static final Payment PAYMENT =
            new Payment("Nordlys Telecom Oy", "FI2112345600000785", Optional.of("NDEAFIHH"), "RF332348236");

    private SampleBills() {}

    /** A company with VAT number and Peppol address. */
    public static Party organization(
            String key,
            String name,
            String legalId,
            String vatNumber,
            String street,
            String city,
            String postcode,
            String country) {
        return new Party(
                key,
                name,
                Optional.of(legalId),
                Optional.of(vatNumber),
                Optional.of(street),
                Optional.of(city),
                Optional.of(postcode),
                country,
                Optional.of("billing@" + key + ".example"),
                Optional.of(new ElectronicAddress(
                        "FI".equals(country) ? "0216" : "9930", electronicId(country, vatNumber))));
    }

    private static String electronicId(String country, String vatNumber) {
        return "FI".equals(country) ? "0037" + vatNumber.substring(2) : vatNumber;
    }

    /** A bill of the given tax invoices with nothing brought forward. */
    public static BillDocument of(Party customer, String language, SampleInvoice... invoices) {
        return of(customer, language, "sent", "0.00", List.of(invoices));
    }

    public static BillDocument of(
            Party customer, String language, String state, String balanceForward, List<SampleInvoice> invoices) {
        CurrencyUnit currency = invoices.get(0).currency();
        List<TaxInvoice> built = new ArrayList<>();
        Money net = Money.zero(currency);
        Money tax = Money.zero(currency);
        int position = 1;
        for (SampleInvoice invoice : invoices) {
            TaxInvoice one = invoice.build(position);
            position += invoice.size();
            net = net.plus(one.net());
            tax = tax.plus(one.tax());
            built.add(one);
        }
        Money forward = Money.of(currency, new BigDecimal(balanceForward), RoundingMode.UNNECESSARY);
        return new BillDocument(
                UUID.fromString("018f2f6e-7c1a-7b55-9d7e-2a6f1c9b0001"),
                "NLT-2026-0000417",
                state,
                LocalDate.of(2026, 11, 2),
                LocalDate.of(2026, 11, 16),
                SampleInvoice.FROM,
                SampleInvoice.TO,
                currency,
                language,
                NORDLYS,
                customer,
                UUID.fromString("018f2f6e-7c1a-7b55-9d7e-2a6f1c9b0002"),
                "NL-1001",
                customer.name(),
                PAYMENT,
                net,
                tax,
                AmountDue.of(net.plus(tax), forward, AmountDue.Rule.NONE),
                forward.isZero()
                        ? List.of()
                        : List.of(new Carried("NLT-2026-0000388", LocalDate.of(2026, 10, 2), forward)),
                built);
    }

    /** One page: a consumer with mobile, broadband, a credit and films of an agency seller; 9.90 open from before. */
    public static BillDocument consumer(String language) {
        return of(
                AINO,
                language,
                "sent",
                "9.90",
                List.of(
                        new SampleInvoice()
                                .number("NLT-S-2026-0007110")
                                .buyer(AINO)
                                .account("NL-1001", AINO.name())
                                .line("Mobile Family 5G", "1", "month", "29.80")
                                .line("Home Broadband 600", "1", "month", "31.79")
                                .line("Outage compensation", "-2", "day", "-2.12"),
                        new SampleInvoice()
                                .number("KIN-2026-001893")
                                .seller(KINOBOX)
                                .buyer(AINO)
                                .agency()
                                .account("NL-1001", AINO.name())
                                .line("Kinobox Premium", "1", "month", "11.94")
                                .line("Rental: Tuntematon sotilas", "1", "piece", "4.77")));
    }

    /** Three children, five sellers, forty lines: reduced and reverse-charged VAT, tiers, a conversion, a credit note. */
    public static BillDocument business(String language) {
        String[][] children = {
            {"NL-1001", "Tuuli Consulting Oy"},
            {"NL-1002", "Tuuli Turku"},
            {"NL-1003", "Tuuli Oulu"},
            {"NL-1004", "Tuuli Lab"}
        };
        SampleInvoice own = new SampleInvoice().number("NLT-S-2026-0007111").buyerReference("PO 4500017");
        SampleInvoice saas =
                new SampleInvoice().number("DSK-FI-2026-00087").seller(DESKLY).agency();
        for (String[] child : children) {
            own.account(child[0], child[1]);
            own.line("Mobile Business 5G", "12", "piece", "238.80")
                    .line("Roaming data outside the EU", "1.75", "GB", "10.41")
                    .line("Fibre 1000/1000", "1", "month", "119.00")
                    .line("Trade magazine, digital", "3", "piece", "29.70", TaxCategory.S, "13.5");
            own.line(
                    "Sensor messages",
                    "Sensate BV, 40 devices",
                    "1250000",
                    "message",
                    "137.50",
                    TaxCategory.S,
                    "25.5",
                    tiers(),
                    Optional.empty());
            own.line(
                    "Object storage",
                    "Cirrus Cloud Inc., eu-north-1",
                    "812.4",
                    "GB",
                    "17.03",
                    TaxCategory.S,
                    "25.5",
                    List.of(),
                    dollars());
            saas.account(child[0], child[1]);
            saas.line("Deskly Team", "9", "piece", "71.10", TaxCategory.AE, "0")
                    .line("Deskly AI add-on", "9", "piece", "26.91", TaxCategory.AE, "0");
        }
        SampleInvoice films = new SampleInvoice()
                .number("KIN-2026-001894")
                .seller(KINOBOX)
                .agency()
                .account("NL-1003", "Tuuli Oulu")
                .line("Kinobox Lounge licence", "2", "month", "58.00")
                .line("Public performance fee", "0", "month", "14.50");
        SampleInvoice mobilia = new SampleInvoice()
                .number("MOB-FI-2026-0331")
                .seller(organization(
                        "mobilia",
                        "Mobilia Finland Oy",
                        "3110027-4",
                        "FI31100274",
                        "Keskuskatu 1",
                        "Espoo",
                        "02100",
                        "FI"))
                .agency()
                .account("NL-1002", "Tuuli Turku")
                .line("Fleet tracking", "14", "piece", "69.86")
                .line("Fleet tracking, installation", "2", "hour", "140.00")
                .line("SMS bundle 500", "4", "piece", "39.96")
                .line("Voice minutes, EU", "318", "minute", "15.90");
        SampleInvoice credit = new SampleInvoice()
                .number("NLT-C-2026-0000032")
                .seller(organization(
                        "market",
                        "Nordlys Market Oy",
                        "3310027-9",
                        "FI33100279",
                        "Satamakatu 4",
                        "Helsinki",
                        "00160",
                        "FI"))
                .agency()
                .creditNote()
                .account("NL-1004", "Tuuli Lab")
                .line("Returned router", "-1", "piece", "-89.00")
                .line("Returned router, shipping", "-1", "piece", "-7.90");
        return of(TUULI_OY, language, "sent", "0.00", List.of(own, saas, films, mobilia, credit));
    }

    /** A bill before approval: no tax invoice has a number. */
    public static BillDocument draft(String language) {
        return of(
                TUULI_OY,
                language,
                "validated",
                "0.00",
                List.of(new SampleInvoice().line("Mobile Business 5G", "12", "piece", "238.80")));
    }

    /** Two seats given back: 10.00 + 2.55 VAT; in the words of the line. */
    public static BillDocument described(String description) {
        return of(
                TUULI_OY,
                "en",
                new SampleInvoice()
                        .number("NLT-C-2026-0000034")
                        .line(
                                "Seats",
                                description,
                                "-2",
                                "seat",
                                "-10.00",
                                TaxCategory.S,
                                "25.5",
                                List.of(),
                                Optional.empty()));
    }

    /** A bill that gives money back: a returned router, 89.00 + 22.70 VAT. */
    public static BillDocument inFavour(String language) {
        return of(
                AINO,
                language,
                new SampleInvoice()
                        .number("NLT-C-2026-0000033")
                        .creditNote()
                        .buyer(AINO)
                        .account("NL-1001", AINO.name())
                        .line("Returned router", "-1", "piece", "-89.00"));
    }

    /** A bill with one tax invoice of so many lines over 25 child accounts. */
    public static BillDocument lines(int count) {
        SampleInvoice invoice = new SampleInvoice().number("NLT-S-2026-0009000");
        int perAccount = Math.max(1, (count + 24) / 25);
        for (int i = 0; i < count; i++) {
            int child = i / perAccount;
            invoice.account("NL-" + (2000 + child), "Branch " + (child + 1));
            BigDecimal net = new BigDecimal(137 + (i * 7919L) % 9000).movePointLeft(2);
            invoice.line("Virtual machine " + (i + 1), Integer.toString(1 + i % 30), "hour", net.toPlainString());
        }
        return of(TUULI_OY, "en", invoice);
    }

    /** Graduated tiers of 1,250,000 messages: 1,000,000 × 0.00012 = 120.00 and 250,000 × 0.00007 = 17.50. */
    public static List<RatedStep> tiers() {
        return new Graduated(
                        List.of(
                                new Tier(new BigDecimal("1000000"), new BigDecimal("0.00012"), null),
                                new Tier(null, new BigDecimal("0.00007"), null)),
                        null,
                        false)
                .rate(RatingInput.usage(CurrencyUnit.EUR, new Quantity(new BigDecimal("1250000"), "message")))
                .steps();
    }

    private static Optional<Conversion> dollars() {
        return Optional.of(new Conversion(
                new BigDecimal("18.6856"),
                CurrencyUnit.USD,
                new BigDecimal("0.9114"),
                "ECB",
                LocalDate.of(2026, 10, 30)));
    }
}
