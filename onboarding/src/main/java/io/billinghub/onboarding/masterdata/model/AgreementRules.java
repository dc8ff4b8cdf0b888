package io.billinghub.onboarding.masterdata.model;

import io.billinghub.onboarding.error.OnboardingError;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What agreements and the offerings under them say must fit together. */
final class AgreementRules {
    private static final BigDecimal HUNDRED = new BigDecimal("100");

    private AgreementRules() {}

    static void sharesAddUp(MasterData data, KnownData known, Findings findings) {
        for (int i = 0; i < data.agreements().size(); i++) {
            for (int j = 0; j < data.agreements().get(i).versions().size(); j++) {
                List<MasterData.Share> shares =
                        data.agreements().get(i).versions().get(j).shareModel().shares();
                String at = "/agreements/" + i + "/versions/" + j + "/shareModel/shares";
                BigDecimal sum =
                        shares.stream().map(MasterData.Share::percent).reduce(BigDecimal.ZERO, BigDecimal::add);
                if (sum.compareTo(HUNDRED) != 0) {
                    findings.add(
                            at,
                            OnboardingError.SHARES_NOT_100,
                            "the percents add up to " + sum.toPlainString() + ", not to 100");
                }
                Set<String> seen = new HashSet<>();
                for (int k = 0; k < shares.size(); k++) {
                    if (!seen.add(shares.get(k).party())) {
                        findings.add(
                                at + "/" + k + "/party",
                                OnboardingError.DUPLICATE_KEY,
                                "party " + shares.get(k).party() + " has a share already");
                    }
                }
            }
        }
    }

    static void residueHasAShare(MasterData data, KnownData known, Findings findings) {
        for (int i = 0; i < data.agreements().size(); i++) {
            for (int j = 0; j < data.agreements().get(i).versions().size(); j++) {
                var version = data.agreements().get(i).versions().get(j);
                boolean shares = version.shareModel().shares().stream()
                        .anyMatch(share -> share.party().equals(version.residueParty()));
                if (!shares) {
                    findings.add(
                            "/agreements/" + i + "/versions/" + j + "/residueParty",
                            OnboardingError.RESIDUE_WITHOUT_SHARE,
                            "party " + version.residueParty() + " is not in the share model");
                }
            }
        }
    }

    static void waitingHasDays(MasterData data, KnownData known, Findings findings) {
        for (int i = 0; i < data.agreements().size(); i++) {
            for (int j = 0; j < data.agreements().get(i).versions().size(); j++) {
                var version = data.agreements().get(i).versions().get(j);
                if (version.lateBill().equals("WAIT") != (version.waitForBillDays() != null)) {
                    findings.add(
                            "/agreements/" + i + "/versions/" + j + "/waitForBillDays",
                            OnboardingError.WAIT_WITHOUT_DAYS,
                            version.waitForBillDays() == null
                                    ? "is missing, and lateBill is WAIT"
                                    : "is there, and lateBill is " + version.lateBill());
                }
            }
        }
    }

    static void unitsAgree(MasterData data, KnownData known, Findings findings) {
        for (int i = 0; i < data.offerings().size(); i++) {
            MasterData.Offering offering = data.offerings().get(i);
            for (int j = 0; j < offering.pricePlans().size(); j++) {
                String unit = offering.pricePlans().get(j).unit();
                if (!unit.equals(offering.unit())) {
                    findings.add(
                            "/offerings/" + i + "/pricePlans/" + j + "/unit",
                            OnboardingError.UNIT_MISMATCH,
                            "the plan counts '" + unit + "', offering " + offering.key() + " counts '" + offering.unit()
                                    + "'");
                }
            }
        }
    }
}
