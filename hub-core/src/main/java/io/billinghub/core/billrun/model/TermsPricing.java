package io.billinghub.core.billrun.model;

import io.billinghub.core.billrun.model.SoldAs.StatedTax;
import io.billinghub.core.billrun.model.TermsCharge.Bearing;
import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.model.KeptWords;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.model.StepKind;
import io.billinghub.core.rating.modifier.Adjustment;
import io.billinghub.core.rating.modifier.AdjustmentKind;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.billinghub.core.rating.modifier.ChargedAs;
import io.billinghub.core.rating.modifier.ChargedItem;
import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.PricingStep;
import io.billinghub.core.rating.modifier.RatedLine;
import io.billinghub.core.rating.modifier.Reason;
import io.billinghub.core.rating.modifier.Words;
import io.billinghub.core.rating.modifier.bundle.Bundle;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.billinghub.core.rating.modifier.credit.CreditReach;
import io.billinghub.core.rating.modifier.credit.CreditUse;
import io.billinghub.core.rating.modifier.credit.Credits;
import io.billinghub.core.rating.modifier.credit.CreditsDrawn;
import io.billinghub.core.rating.modifier.pricing.AccountInput;
import io.billinghub.core.rating.modifier.pricing.AccountModifiers;
import io.billinghub.core.rating.modifier.pricing.AccountPriced;
import io.billinghub.core.rating.modifier.pricing.AccountPricing;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.sponsor.Sponsorship;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.BigMoney;
import org.joda.money.Money;

/**
 * From what an account is charged, and its terms, to the charges that its modifiers make. Pure.
 *
 * <p>A sum's net amount is rounded after each modifier, and a modifier is charged the difference to the one before: so all charges are
 * whole minor units and come to what {@link AccountPricing} says that the lines come to, minima and maxima to the cent.
 */
public final class TermsPricing {

    private final TermsInput input;
    private final AccountModifiers modifiers;
    private final Set<String> borneBundles;
    private final Map<String, Long> sponsors;
    private final Map<String, ChargedSum> sums;
    private final Map<String, ChargedSum> corrections = new LinkedHashMap<>();
    private final Map<String, SoldAs> soldAs = new HashMap<>();
    private final Map<String, BigDecimal> exact = new HashMap<>();
    private final Map<String, BigDecimal> charged = new HashMap<>();
    private final Map<Key, Made> made = new LinkedHashMap<>();

    private TermsPricing(TermsInput input) {
        this.input = input;
        this.modifiers = netOnly(input.terms().modifiers());
        this.borneBundles = modifiers.bundles().stream()
                .filter(bundle -> !bundle.bearers().isEmpty())
                .map(Bundle::key)
                .collect(Collectors.toSet());
        this.sponsors = modifiers.sponsorships().stream()
                .collect(Collectors.toMap(Sponsorship::key, this::sponsor, (one, same) -> one));
        this.sums = SetOff.of(input.sums());
    }

    /**
     * Applies the account's terms.
     *
     * @throws IllegalArgumentException if they name what is not there, or can't be applied; the message says which
     * @throws ArithmeticException if an amount is larger than the hub takes
     */
    public static TermsOutcome price(TermsInput input) {
        return new TermsPricing(input).outcome();
    }

    private TermsOutcome outcome() {
        AccountPriced priced = AccountPricing.price(
                modifiers,
                new AccountInput(
                        Priced.of(
                                input.currency(),
                                sums.entrySet().stream()
                                        .map(sum -> line(sum.getKey(), sum.getValue()))
                                        .toList()),
                        period(),
                        input.terms().customer(),
                        input.productsThere(),
                        input.terms().pointsToBurn(),
                        input.couponsOfOthers()),
                Memory.start(input.before()));
        sums.forEach((id, sum) -> begin(id, sum.sold(), sum.net(), sum.net()));
        priced.priced().lines().stream()
                .filter(line -> !sums.containsKey(line.id()))
                .forEach(line -> added(priced.priced(), line));
        priced.priced().adjustments().forEach(adjustment -> adjusted(priced.priced(), adjustment));
        List<CreditUse> uses = new ArrayList<>(priced.creditUses());
        uses.addAll(payCorrections(uses));
        return new TermsOutcome(
                input.accountId(),
                made.entrySet().stream()
                        .filter(each -> each.getValue().amount.signum() != 0)
                        .map(each -> charge(each.getKey(), each.getValue()))
                        .toList(),
                withoutCredits(priced.memory().after()),
                uses);
    }

    private PricingPeriod period() {
        return PricingPeriod.whole(input.run(), input.billing(), 1);
    }

    /** Prepaid credits pay corrections of what is left of them after the period's own charges. */
    private List<CreditUse> payCorrections(List<CreditUse> used) {
        input.corrections().forEach(sum -> corrections.put("correction/" + sum.id(), sum));
        List<Credit> left = input.before().credits().stream()
                .map(credit -> less(credit, used))
                .filter(credit -> credit.left().signum() > 0)
                .toList();
        if (corrections.isEmpty() || left.isEmpty()) {
            return List.of();
        }
        corrections.forEach((id, sum) -> begin(id, sum.sold(), sum.net(), sum.net()));
        Priced open = Priced.of(
                input.currency(),
                corrections.entrySet().stream()
                        .map(sum -> line(sum.getKey(), sum.getValue()))
                        .toList());
        CreditsDrawn drawn = Credits.lowerNet(open, period(), CreditReach.NET, left);
        drawn.priced().adjustments().forEach(adjustment -> adjusted(drawn.priced(), adjustment));
        return drawn.uses();
    }

    private static Credit less(Credit credit, List<CreditUse> uses) {
        BigDecimal drawn = uses.stream()
                .filter(use -> use.credit().equals(credit.key()))
                .map(CreditUse::drawn)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return credit.less(drawn);
    }

    private static AccountModifiers netOnly(AccountModifiers all) {
        return new AccountModifiers(
                all.limits(),
                all.commitments(),
                all.discountRules(),
                all.discounts(),
                all.bundles(),
                all.loyalty(),
                CreditReach.NET,
                all.sponsorships());
    }

    private static AccountState withoutCredits(AccountState state) {
        return new AccountState(state.commitments(), state.coupons(), state.points(), List.of(), state.sponsored());
    }

    private Long sponsor(Sponsorship sponsorship) {
        Long account = input.known().sponsors().get(sponsorship.sponsor());
        if (account == null) {
            throw new IllegalArgumentException("sponsorship " + sponsorship.key() + " names the account "
                    + sponsorship.sponsor() + ", which is not there");
        }
        if (account == input.accountId()) {
            throw new IllegalArgumentException(
                    "sponsorship " + sponsorship.key() + " names the account itself as its sponsor");
        }
        return account;
    }

    private RatedLine line(String id, ChargedSum sum) {
        ChargedItem item = new ChargedItem(
                id,
                input.terms().customer().account(),
                sum.sold().product(),
                sum.sold().partner(),
                sum.kind(),
                null,
                sum.service(),
                null);
        return new RatedLine(
                item, new Quantity(sum.quantity(), sum.unit()), BigMoney.of(input.currency(), sum.net()), "");
    }

    private void begin(String id, SoldAs sold, BigDecimal amount, BigDecimal rounded) {
        soldAs.put(id, sold);
        exact.put(id, amount);
        charged.put(id, rounded);
    }

    /** A true-up or a shortfall, which is a charge by itself. */
    private void added(Priced priced, RatedLine line) {
        SoldAs sold = under(line.item());
        BigDecimal amount = line.amount().getAmount();
        BigDecimal rounded = priced.rounded(amount);
        begin(line.id(), sold, amount, rounded);
        Reason reason = priced.steps().stream()
                .map(PricingStep::reason)
                .filter(step -> step.kind() == kind(line)
                        && line.id().equals(line.item().account() + "/" + step.key()))
                .findFirst()
                .orElseThrow();
        make(
                        new Key(sold, line.item().service().to(), reason.kind(), reason.key(), Optional.empty()),
                        line.words(),
                        line.item().service().from())
                .add(rounded, step(reason.words(), rounded));
    }

    private static AdjustmentKind kind(RatedLine line) {
        return line.item().kind() == ChargeKind.SHORTFALL ? AdjustmentKind.SHORTFALL : AdjustmentKind.TRUE_UP;
    }

    private SoldAs under(ChargedItem item) {
        TermsInput.Offered offered = input.known().products().get(item.product());
        if (offered == null) {
            throw new IllegalArgumentException("there is no product " + item.product() + " to charge it under");
        }
        SoldAs sold = offered.sold();
        if (item.partner().equals(input.known().host())) {
            return new SoldAs(sold.offeringId(), sold.product(), item.partner(), Optional.empty(), Optional.empty());
        }
        if (!item.partner().equals(sold.partner())) {
            throw new IllegalArgumentException("product " + item.product() + " is of " + sold.partner()
                    + ", so nothing is charged under it for " + item.partner());
        }
        return offered.agency() ? sold.taxed(tax(sold)) : sold;
    }

    /** As the seller has stated it for the product in this period: the host does not know it otherwise. */
    private StatedTax tax(SoldAs sold) {
        return input.sums().stream()
                .filter(sum -> sum.sold().offeringId() == sold.offeringId())
                .sorted(Comparator.comparing(ChargedSum::id))
                .flatMap(sum -> sum.sold().tax().stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the partner " + sold.partner() + " sells product "
                        + sold.product() + " itself, and its bills of the period state no tax for it"));
    }

    private void adjusted(Priced priced, Adjustment adjustment) {
        String id = adjustment.line();
        BigDecimal before = charged.get(id);
        BigDecimal now = exact.merge(id, adjustment.amount().getAmount(), BigDecimal::add);
        BigDecimal rounded = priced.rounded(now);
        charged.put(id, rounded);
        BigDecimal difference = rounded.subtract(before);
        if (difference.signum() == 0) {
            return;
        }
        SoldAs sold = soldAs.get(id);
        Reason reason = adjustment.reason();
        Optional<ChargedSum> reduced = Optional.ofNullable(sums.getOrDefault(id, corrections.get(id)));
        LocalPeriod service = reduced.map(ChargedSum::service).orElse(input.billing());
        String of = reduced.map(sum -> words(sum.kind())).orElse("what was missing");
        make(
                        new Key(sold, service.to(), reason.kind(), reason.key(), bearer(sold, adjustment)),
                        reason.words(),
                        service.from())
                .add(
                        difference,
                        step(
                                reason.words() + ", on " + Words.money(before, input.currency()) + " of " + of,
                                difference));
    }

    private Optional<Bearing> bearer(SoldAs sold, Adjustment adjustment) {
        boolean borne = adjustment.reason().kind() == AdjustmentKind.BUNDLE
                && borneBundles.contains(adjustment.reason().key());
        boolean hostOfItsOwn = sold.agreementVersionId().isEmpty()
                && adjustment.bearer().equals(input.known().host());
        if (!borne || hostOfItsOwn) {
            return Optional.empty();
        }
        Bearing bearing = input.known().bearers().get(adjustment.bearer());
        if (bearing == null) {
            throw new IllegalArgumentException("bundle " + adjustment.reason().key() + " is borne by "
                    + adjustment.bearer() + ", and no party has a role with that key");
        }
        if (sold.agreementVersionId().isEmpty() && bearing.agreementVersionId().isEmpty()) {
            throw new IllegalArgumentException("bundle " + adjustment.reason().key() + " is borne by "
                    + adjustment.bearer() + " on a product of the host, but has no agreement to settle it under");
        }
        return Optional.of(bearing);
    }

    private static String words(ChargeKind kind) {
        return switch (kind) {
            case USAGE -> "usage";
            case RECURRING -> "recurring fees";
            case ONE_TIME -> "one-time fees";
            case PARTNER -> "what the partner has billed";
            case TRUE_UP, SHORTFALL -> "what was missing";
            case SPONSORED -> "what is paid for others";
        };
    }

    private record Key(SoldAs sold, LocalDate to, AdjustmentKind kind, String modifier, Optional<Bearing> bearer) {}

    private Made make(Key key, String description, LocalDate from) {
        Made each = made.computeIfAbsent(key, none -> new Made(description, from));
        each.from = each.from.isBefore(from) ? each.from : from;
        return each;
    }

    private TermsCharge charge(Key key, Made each) {
        return new TermsCharge(
                input.accountId(),
                key.sold(),
                key.kind(),
                key.modifier(),
                each.description,
                Money.of(input.currency(), each.amount),
                new LocalPeriod(each.from, key.to()),
                key.bearer(),
                key.kind() == AdjustmentKind.SPONSORED ? Optional.of(sponsors.get(key.modifier())) : Optional.empty(),
                Optional.empty(),
                each.steps);
    }

    private RatedStep step(String words, BigDecimal amount) {
        return new RatedStep(
                new KeptWords(StepKind.MODIFIER, words),
                0,
                BigDecimal.ONE,
                "",
                BigDecimal.ZERO,
                Divisor.ONE,
                BigDecimal.ZERO,
                BigMoney.of(input.currency(), amount));
    }

    /** What comes together for one charge. */
    private static final class Made {
        private final String description;
        private final List<RatedStep> steps = new ArrayList<>();
        private BigDecimal amount = BigDecimal.ZERO;
        private LocalDate from;

        Made(String description, LocalDate from) {
            this.description = description;
            this.from = from;
        }

        void add(BigDecimal more, RatedStep step) {
            amount = amount.add(more);
            steps.add(step);
        }
    }

    /** Keys of the products under which terms charge what is missing. */
    public static Stream<String> productsNamed(AccountModifiers modifiers) {
        return Stream.concat(
                        modifiers.limits().stream().map(limit -> limit.chargedAs()),
                        modifiers.commitments().stream().map(commitment -> commitment.chargedAs()))
                .filter(as -> as != null)
                .map(ChargedAs::product);
    }
}
