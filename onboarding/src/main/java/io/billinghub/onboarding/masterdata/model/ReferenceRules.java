package io.billinghub.onboarding.masterdata.model;

import io.billinghub.onboarding.error.OnboardingError;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an entry names is in the document or with the tenant already. */
final class ReferenceRules {
    private ReferenceRules() {}

    static void partiesAndRolesAreKnown(MasterData data, KnownData known, Findings findings) {
        Set<String> parties = parties(data, known);
        for (int i = 0; i < data.roles().size(); i++) {
            require(parties, data.roles().get(i).party(), "party", "/roles/" + i + "/party", findings);
        }
        for (int i = 0; i < data.taxRegistrations().size(); i++) {
            String party = data.taxRegistrations().get(i).party();
            require(parties, party, "party", "/taxRegistrations/" + i + "/party", findings);
        }
        for (int i = 0; i < data.taxExemptions().size(); i++) {
            String party = data.taxExemptions().get(i).party();
            require(parties, party, "party", "/taxExemptions/" + i + "/party", findings);
        }
        for (int i = 0; i < data.agreements().size(); i++) {
            for (int j = 0; j < data.agreements().get(i).versions().size(); j++) {
                var version = data.agreements().get(i).versions().get(j);
                String at = "/agreements/" + i + "/versions/" + j;
                require(parties, version.residueParty(), "party", at + "/residueParty", findings);
                for (int k = 0; k < version.shareModel().shares().size(); k++) {
                    String party = version.shareModel().shares().get(k).party();
                    require(parties, party, "party", at + "/shareModel/shares/" + k + "/party", findings);
                }
            }
        }
    }

    static void whoBuysOrSellsHasACountry(MasterData data, KnownData known, Findings findings) {
        Set<String> placeless = new HashSet<>(known.placeless());
        for (MasterData.Party party : data.parties()) {
            if (party.country() == null) {
                placeless.add(party.key());
            } else {
                placeless.remove(party.key());
            }
        }
        for (int i = 0; i < data.roles().size(); i++) {
            requireCountry(placeless, data.roles().get(i).party(), "/roles/" + i + "/party", findings);
        }
        for (int i = 0; i < data.accounts().size(); i++) {
            requireCountry(placeless, data.accounts().get(i).party(), "/accounts/" + i + "/party", findings);
        }
    }

    private static void requireCountry(Set<String> placeless, String party, String pointer, Findings findings) {
        if (placeless.contains(party)) {
            findings.add(pointer, OnboardingError.PARTY_WITHOUT_COUNTRY, "party " + party + " has no country");
        }
    }

    static void agreementsNameKnownPartners(MasterData data, KnownData known, Findings findings) {
        Set<String> partners = partners(data, known);
        for (int i = 0; i < data.agreements().size(); i++) {
            String partner = data.agreements().get(i).partner();
            require(partners, partner, "partner role", "/agreements/" + i + "/partner", findings);
        }
        for (int i = 0; i < data.accountLinks().size(); i++) {
            String partner = data.accountLinks().get(i).partner();
            require(partners, partner, "partner role", "/accountLinks/" + i + "/partner", findings);
        }
    }

    static void accountsNameWhatIsKnown(MasterData data, KnownData known, Findings findings) {
        Set<String> parties = parties(data, known);
        Set<String> cycles =
                union(known.cycleDays().keySet(), data.cycles().stream().map(MasterData.Cycle::key));
        for (int i = 0; i < data.amountsDue().size(); i++) {
            require(cycles, data.amountsDue().get(i).cycle(), "cycle", "/amountsDue/" + i + "/cycle", findings);
        }
        Set<String> accounts = accounts(data, known);
        for (int i = 0; i < data.accounts().size(); i++) {
            MasterData.Account account = data.accounts().get(i);
            String at = "/accounts/" + i;
            require(parties, account.party(), "party", at + "/party", findings);
            require(cycles, account.cycle(), "cycle", at + "/cycle", findings);
            if (account.parent() != null) {
                require(accounts, account.parent(), "account", at + "/parent", findings);
            }
        }
        for (int i = 0; i < data.accountLinks().size(); i++) {
            String account = data.accountLinks().get(i).account();
            require(accounts, account, "account", "/accountLinks/" + i + "/account", findings);
        }
    }

    static void offeringsAndProductsNameWhatIsKnown(MasterData data, KnownData known, Findings findings) {
        Set<String> agreements =
                union(known.agreements(), data.agreements().stream().map(MasterData.Agreement::key));
        for (int i = 0; i < data.offerings().size(); i++) {
            MasterData.Offering offering = data.offerings().get(i);
            if (offering.agreement() != null) {
                require(agreements, offering.agreement(), "agreement", "/offerings/" + i + "/agreement", findings);
            } else if (!offering.partnerProducts().isEmpty()) {
                findings.add(
                        "/offerings/" + i + "/partnerProducts",
                        OnboardingError.LINK_WITHOUT_AGREEMENT,
                        "offering " + offering.key() + " names products of a partner but no agreement");
            }
        }
        Set<String> offerings =
                union(known.offerings(), data.offerings().stream().map(MasterData.Offering::key));
        Set<String> accounts = accounts(data, known);
        for (int i = 0; i < data.products().size(); i++) {
            MasterData.Product product = data.products().get(i);
            require(accounts, product.account(), "account", "/products/" + i + "/account", findings);
            require(offerings, product.offering(), "offering", "/products/" + i + "/offering", findings);
        }
        for (int i = 0; i < data.invoiceSplits().size(); i++) {
            MasterData.InvoiceSplit split = data.invoiceSplits().get(i);
            require(accounts, split.account(), "account", "/invoiceSplits/" + i + "/account", findings);
            if (split.offering() != null) {
                require(offerings, split.offering(), "offering", "/invoiceSplits/" + i + "/offering", findings);
            }
        }
    }

    private static void require(Set<String> known, String named, String what, String pointer, Findings findings) {
        if (!known.contains(named)) {
            findings.add(
                    pointer,
                    OnboardingError.UNKNOWN_REFERENCE,
                    "there is no " + what + " '" + named + "', neither in the document nor stored");
        }
    }

    private static Set<String> parties(MasterData data, KnownData known) {
        return union(known.parties(), data.parties().stream().map(MasterData.Party::key));
    }

    private static Set<String> accounts(MasterData data, KnownData known) {
        return union(known.accounts().keySet(), data.accounts().stream().map(MasterData.Account::number));
    }

    private static Set<String> partners(MasterData data, KnownData known) {
        Stream<String> stored = known.roles().stream();
        Stream<String> given = data.roles().stream().map(role -> role.role() + "/" + role.key());
        return Stream.concat(stored, given)
                .filter(role -> role.startsWith("PARTNER/") || role.startsWith("SUB_PARTNER/"))
                .map(role -> role.substring(role.indexOf('/') + 1))
                .collect(Collectors.toSet());
    }

    private static Set<String> union(Set<String> stored, Stream<String> given) {
        Set<String> all = new HashSet<>(stored);
        given.forEach(all::add);
        return all;
    }
}
