package io.billinghub.onboarding.masterdata.model;

import java.util.List;

/** All rules over a document, as one list. Each only adds findings, none depends on another's. */
public final class MasterDataRules {

    private static final List<Rule> RULES = List.of(
            KeyRules::keysStandOnce,
            ReferenceRules::partiesAndRolesAreKnown,
            ReferenceRules::whoBuysOrSellsHasACountry,
            ReferenceRules::agreementsNameKnownPartners,
            ReferenceRules::accountsNameWhatIsKnown,
            ReferenceRules::offeringsAndProductsNameWhatIsKnown,
            ValueRules::currencies,
            ValueRules::amountsDueCanBePosted,
            ValueRules::invoiceSplitsAreWhole,
            ValueRules::countriesAndLanguages,
            ValueRules::timeZones,
            ValueRules::cyclesOpenWithAPeriod,
            ValueRules::vatNumbersAndIbans,
            ValueRules::validities,
            AgreementRules::sharesAddUp,
            AgreementRules::residueHasAShare,
            AgreementRules::waitingHasDays,
            AgreementRules::unitsAgree,
            VersionRules::versionsFollowEachOther,
            VersionRules::accountLinksDoNotOverlap,
            TaxRateRules::taxRatesOfBilledDaysStay,
            PriceRules::anOfferingHasOnePriceForEachThing,
            AccountRules::hierarchyHasNoCircle,
            AccountRules::consolidatingAccountsAreLikeTheirParents,
            AccountRules::paymentReferencesDiffer);

    private MasterDataRules() {}

    /** What is wrong with the document, given what the tenant has; empty if nothing is. */
    public static List<Finding> check(MasterData data, KnownData known) {
        Findings findings = new Findings();
        RULES.forEach(rule -> rule.check(data, known, findings));
        return findings.list();
    }

    /** One rule; a document is right if no rule finds anything. */
    @FunctionalInterface
    interface Rule {
        void check(MasterData data, KnownData known, Findings findings);
    }
}
