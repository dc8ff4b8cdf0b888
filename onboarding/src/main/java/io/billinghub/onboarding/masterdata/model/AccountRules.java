package io.billinghub.onboarding.masterdata.model;

import io.billinghub.core.billrun.model.PaymentReference;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.model.KnownData.KnownAccount;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The tree of billing accounts: every consolidating account ends at one that is billed by itself. */
final class AccountRules {
    private AccountRules() {}

    static void hierarchyHasNoCircle(MasterData data, KnownData known, Findings findings) {
        Map<String, KnownAccount> accounts = asTheyWillBe(data, known);
        for (int i = 0; i < data.accounts().size(); i++) {
            String number = data.accounts().get(i).number();
            Set<String> seen = new HashSet<>();
            KnownAccount account = accounts.get(number);
            while (account != null && account.parent() != null && seen.add(account.number())) {
                if (account.parent().equals(number)) {
                    findings.add(
                            "/accounts/" + i + "/parent",
                            OnboardingError.HIERARCHY_CYCLE,
                            "account " + number + " is an ancestor of itself");
                    break;
                }
                account = accounts.get(account.parent());
            }
        }
    }

    static void consolidatingAccountsAreLikeTheirParents(MasterData data, KnownData known, Findings findings) {
        Map<String, KnownAccount> accounts = asTheyWillBe(data, known);
        for (int i = 0; i < data.accounts().size(); i++) {
            MasterData.Account account = data.accounts().get(i);
            if (!account.consolidates()) {
                continue;
            }
            if (account.parent() == null) {
                findings.add(
                        "/accounts/" + i + "/consolidates",
                        OnboardingError.CONSOLIDATES_WITHOUT_PARENT,
                        "account " + account.number() + " has no parent");
                continue;
            }
            KnownAccount parent = accounts.get(account.parent());
            if (parent == null) {
                continue;
            }
            if (!parent.currency().equals(account.currency())) {
                unlike(i, "currency", account.currency(), parent.currency(), parent, findings);
            }
            if (!parent.cycle().equals(account.cycle())) {
                unlike(i, "cycle", account.cycle(), parent.cycle(), parent, findings);
            }
        }
    }

    /** The same number twice is another rule's to tell. */
    static void paymentReferencesDiffer(MasterData data, KnownData known, Findings findings) {
        Map<String, String> numbers = new HashMap<>(known.paymentReferences());
        for (int i = 0; i < data.accounts().size(); i++) {
            String number = data.accounts().get(i).number();
            String other = numbers.putIfAbsent(PaymentReference.base(number), number);
            if (other != null && !other.equals(number)) {
                findings.add(
                        "/accounts/" + i + "/number",
                        OnboardingError.PAYMENT_REFERENCE_TAKEN,
                        "accounts " + number + " and " + other + " would both have payment references with \""
                                + PaymentReference.base(number) + "\"");
            }
        }
    }

    private static void unlike(
            int index, String part, String own, String parents, KnownAccount parent, Findings findings) {
        findings.add(
                "/accounts/" + index + "/" + part,
                OnboardingError.UNLIKE_PARENT,
                "its " + part + " is " + own + ", that of its parent " + parent.number() + " is " + parents);
    }

    private static Map<String, KnownAccount> asTheyWillBe(MasterData data, KnownData known) {
        Map<String, KnownAccount> accounts = new HashMap<>(known.accounts());
        for (MasterData.Account account : data.accounts()) {
            accounts.put(
                    account.number(),
                    new KnownAccount(
                            account.number(),
                            account.parent(),
                            account.consolidates(),
                            account.currency(),
                            account.cycle()));
        }
        return accounts;
    }
}
