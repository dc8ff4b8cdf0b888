package io.billinghub.onboarding.masterdata.model;

import io.billinghub.core.rating.plan.PricePlan;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * A document of master data, section by section. Names are those of its JSON; sections that are left out are empty.
 * Ends of validity ({@code validTo}, {@code endedOn}) are the first day after; null means without end.
 *
 * @param tenant null unless the document creates or renames its tenant
 * @param pricePlans those that belong to no offering yet, or that are new versions of plans that are stored
 */
public record MasterData(
        Tenant tenant,
        List<Party> parties,
        List<Role> roles,
        List<TaxRegistration> taxRegistrations,
        List<TaxClass> taxClasses,
        List<TaxRate> taxRates,
        List<TaxExemption> taxExemptions,
        List<Agreement> agreements,
        List<Cycle> cycles,
        List<AmountDue> amountsDue,
        List<Account> accounts,
        List<AccountLink> accountLinks,
        List<InvoiceSplit> invoiceSplits,
        List<Offering> offerings,
        List<PricePlan> pricePlans,
        List<Product> products,
        List<ExchangeRate> exchangeRates) {

    public MasterData {
        parties = orEmpty(parties);
        roles = orEmpty(roles);
        taxRegistrations = orEmpty(taxRegistrations);
        taxClasses = orEmpty(taxClasses);
        taxRates = orEmpty(taxRates);
        taxExemptions = orEmpty(taxExemptions);
        agreements = orEmpty(agreements);
        cycles = orEmpty(cycles);
        amountsDue = orEmpty(amountsDue);
        accounts = orEmpty(accounts);
        accountLinks = orEmpty(accountLinks);
        invoiceSplits = orEmpty(invoiceSplits);
        offerings = orEmpty(offerings);
        pricePlans = orEmpty(pricePlans);
        products = orEmpty(products);
        exchangeRates = orEmpty(exchangeRates);
    }

    /** The host that issues the bills. */
    public record Tenant(String key, String name, String timeZone) {}

    /** An organization or a person (SID Party). Optional parts are null where unknown. */
    public record Party(
            String key,
            String kind,
            String name,
            String legalId,
            String street,
            String city,
            String postcode,
            String country,
            String email,
            String electronicAddress,
            String addressScheme,
            String bankIban,
            String bankBic) {}

    /** What a party does here (SID PartyRole); {@code key} is how tokens, paths and descriptors call it. */
    public record Role(String party, String role, String key, LocalDate validFrom, LocalDate validTo) {}

    /**
     * @param scheme null stands for VAT; OSS is the Union's one-stop shop
     * @param validFrom null: since ever
     */
    public record TaxRegistration(
            String party, String country, String scheme, String number, LocalDate validFrom, LocalDate validTo) {
        public TaxRegistration {
            scheme = scheme == null ? "VAT" : scheme;
        }
    }

    /**
     * How supplies of a class are taxed.
     *
     * @param placeOfSupply CUSTOMER, BUSINESS_CUSTOMER, SELLER or DESTINATION
     * @param rateChange LAST_DAY, which is the default, or SPLIT_BY_DAYS
     */
    public record TaxClass(String key, String placeOfSupply, String rateChange) {
        public TaxClass {
            rateChange = rateChange == null ? "LAST_DAY" : rateChange;
        }
    }

    /**
     * That a buyer need not be charged the tax of a country.
     *
     * @param taxClass for which class only; null for all
     * @param certificate number of the paper that says so, or null
     * @param validFrom null: since ever
     */
    public record TaxExemption(
            String party,
            String country,
            String taxClass,
            String category,
            String reasonCode,
            String reason,
            String certificate,
            LocalDate validFrom,
            LocalDate validTo) {}

    /** @param rate in percent */
    public record TaxRate(
            String country,
            String taxClass,
            String category,
            BigDecimal rate,
            String exemptionReasonCode,
            String exemptionReason,
            LocalDate validFrom,
            LocalDate validTo) {}

    /** @param partner key of a role PARTNER or SUB_PARTNER */
    public record Agreement(String key, String name, String partner, List<AgreementVersion> versions) {
        public Agreement {
            versions = orEmpty(versions);
        }
    }

    /**
     * One version of the terms; never changed once stored.
     *
     * @param lateUsage where usage of a billed period counts: NEXT_BILL, which is the default, or OWN_PERIOD
     * @param refuseUsageAfterDays usage that is older than so many days is not taken in; null for none
     * @param lateBill what a run does without a bill of the partner: PROCEED_AND_CARRY_OVER, which is the default, WAIT or HOLD_ACCOUNT
     * @param waitForBillDays for how many days behind the bill's due day it waits; null without WAIT
     * @param priceTolerance how far a billed amount may be from the agreed price: {@code amount} and {@code percent}; empty for half a
     *     minor unit
     * @param usage what the partner's usage is for: {@code role} CHARGED, which is the default, or EVIDENCE, and {@code tolerancePercent}
     */
    public record AgreementVersion(
            int version,
            LocalDate validFrom,
            LocalDate validTo,
            String sellingModel,
            String currency,
            ShareModel shareModel,
            String residueParty,
            Map<String, String> ruleSeverity,
            String lateUsage,
            Integer refuseUsageAfterDays,
            String lateBill,
            Integer waitForBillDays,
            Map<String, String> priceTolerance,
            Map<String, String> usage) {
        public AgreementVersion {
            lateUsage = lateUsage == null ? "NEXT_BILL" : lateUsage;
            lateBill = lateBill == null ? "PROCEED_AND_CARRY_OVER" : lateBill;
            ruleSeverity = ruleSeverity == null ? Map.of() : Map.copyOf(ruleSeverity);
            priceTolerance = priceTolerance == null ? Map.of() : Map.copyOf(priceTolerance);
            usage = usage == null ? Map.of() : Map.copyOf(usage);
        }
    }

    /** How a line's net is shared. */
    public record ShareModel(String type, List<Share> shares) {
        public ShareModel {
            shares = orEmpty(shares);
        }
    }

    /** @param party key of a party */
    public record Share(String party, BigDecimal percent) {}

    /** When accounts are billed; {@code openFrom} is the first day of the earliest period that still takes lines in. */
    public record Cycle(
            String key, String name, int dayOfMonth, String timeZone, int paymentDays, LocalDate openFrom) {}

    /**
     * On which invoices the charges of an account stand.
     *
     * @param offering only for charges of this product, null for all that have no split of their own
     * @param validFrom null: since ever
     * @param parts their percentages add up to 100
     */
    public record InvoiceSplit(
            String account, String offering, LocalDate validFrom, LocalDate validTo, List<InvoicePart> parts) {
        public InvoiceSplit {
            parts = orEmpty(parts);
        }
    }

    /** @param orderReference the buyer's purchase order (BT-13), or null; {@code costCentre} likewise (BT-19) */
    public record InvoicePart(BigDecimal percent, String orderReference, String costCentre) {}

    /**
     * How bills of a cycle ask for money in a currency.
     *
     * @param minimum what comes to less stands on the account's next bill; null for none
     * @param cashRounding the amount due is a multiple of it, null for none
     */
    public record AmountDue(String cycle, String currency, BigDecimal minimum, BigDecimal cashRounding) {}

    /**
     * A billing account.
     *
     * @param parent number of the parent account, or null
     * @param consolidates whether its charges stand on the bill of its parent (or of that one's parent, and so on)
     * @param language null stands for English
     */
    public record Account(
            String number,
            String name,
            String party,
            String parent,
            boolean consolidates,
            String cycle,
            String currency,
            String language,
            String buyerReference) {
        public Account {
            language = language == null ? "en" : language;
        }
    }

    /** Which account a partner means by its own customer number; no {@code validFrom}: since ever. */
    public record AccountLink(
            String partner, String partnerAccount, String account, LocalDate validFrom, LocalDate validTo) {}

    /**
     * @param agreement null for the host's own products
     * @param feesBilledBy HUB or PARTNER; null as it is, or HUB where it is new
     */
    public record Offering(
            String key,
            String name,
            String agreement,
            String unit,
            String taxClass,
            String feesBilledBy,
            List<String> partnerProducts,
            List<PricePlan> pricePlans) {
        public Offering {
            partnerProducts = orEmpty(partnerProducts);
            pricePlans = orEmpty(pricePlans);
        }
    }

    /**
     * What an account has subscribed (TMF637).
     *
     * @param billedThrough the last day that another billing system has billed; null for none. Kept as it was said first
     */
    public record Product(
            String key,
            String account,
            String offering,
            BigDecimal quantity,
            LocalDate startedOn,
            LocalDate endedOn,
            LocalDate billedThrough) {
        public Product {
            quantity = quantity == null ? BigDecimal.ONE : quantity;
        }
    }

    /** 1 unit of {@code base} costs {@code rate} units of {@code quote}. */
    public record ExchangeRate(String source, String base, String quote, BigDecimal rate, LocalDate date) {}

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
