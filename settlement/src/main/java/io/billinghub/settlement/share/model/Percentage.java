package io.billinghub.settlement.share.model;

import io.billinghub.core.money.LargestRemainder;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.joda.money.Money;

/**
 * Each party gets its percentage of each line, in whole minor units by the method of the largest remainder.
 *
 * @param shares percents add up to 100
 * @param residueParty key of the party that takes the last minor unit where remainders are equal; one of the shares
 */
public record Percentage(List<Share> shares, String residueParty) implements ShareModel {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    public Percentage {
        shares = List.copyOf(shares);
        BigDecimal sum = shares.stream().map(Share::percent).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.compareTo(HUNDRED) != 0) {
            throw new IllegalArgumentException("the percents add up to " + sum.toPlainString() + " instead of 100");
        }
        Set<String> parties = new HashSet<>();
        for (Share share : shares) {
            if (!parties.add(share.party())) {
                throw new IllegalArgumentException("the party " + share.party() + " has more than one share");
            }
        }
        if (!parties.contains(residueParty)) {
            throw new IllegalArgumentException("the residue party " + residueParty + " has no share");
        }
    }

    /**
     * A party's part.
     *
     * @param party key
     * @param percent 0 to 100
     */
    public record Share(String party, BigDecimal percent) {
        public Share {
            Objects.requireNonNull(party, "party");
            if (percent.signum() < 0 || percent.compareTo(HUNDRED) > 0) {
                throw new IllegalArgumentException(
                        "the percent of " + party + " must be 0 to 100, but is " + percent.toPlainString());
            }
        }
    }

    @Override
    public List<String> parties() {
        return shares.stream().map(Share::party).toList();
    }

    @Override
    public List<Money> allot(Money net) {
        return LargestRemainder.allot(
                net, shares.stream().map(Share::percent).toList(), parties().indexOf(residueParty));
    }
}
