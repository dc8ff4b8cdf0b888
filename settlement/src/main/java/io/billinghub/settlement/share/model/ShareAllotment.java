package io.billinghub.settlement.share.model;

import io.billinghub.core.identity.StableId;
import io.billinghub.core.invoice.model.BilledLine;
import io.billinghub.core.ledger.model.LedgerAccount;
import io.billinghub.core.ledger.model.LedgerEntry;
import io.billinghub.core.ledger.model.LedgerKind;
import io.billinghub.core.ledger.model.LedgerTransaction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * The shares of billed lines and their postings.
 *
 * <p>Under resale the CSP sells: what another party gets is a cost of the CSP and a debt to that party, or the marketplace's
 * commission; what the CSP keeps is in its revenue since the bill was posted. Under agency the bill was posted to agency
 * clearing, gross: the shares take it out again, the VAT going to the seller who owes it, so that clearing is zero once a
 * bill is shared. Postings are one transaction per bill, one entry per account and party.
 *
 * @param shares of all lines under an agreement, in the order of the lines and of the agreements' parties
 * @param postings in the order of the bills; none for a bill in which nobody but the CSP has a part
 */
public record ShareAllotment(List<LineShare> shares, List<LedgerTransaction> postings) {

    public ShareAllotment {
        shares = List.copyOf(shares);
        postings = List.copyOf(postings);
    }

    /**
     * Divides lines of which none is borne by one party alone; else as the other method.
     */
    public static ShareAllotment of(List<BilledLine> lines, Map<Long, AgreedShares> agreements) {
        return of(lines, agreements, Map.of());
    }

    /**
     * Divides the lines. One that a party bears alone, such as its part of a bundle's discount, is all that party's, whoever's
     * product it is on: it lowers that party's share and nobody else's.
     *
     * @param lines whole bills: VAT is per invoice, so an invoice must not be divided in parts
     * @param agreements by {@code agreement_version.id}; one for each that a line names
     * @param bearers by {@code party.id}; one for each that bears a line
     * @throws IllegalArgumentException if an agreement or a bearer is not given
     */
    public static ShareAllotment of(
            List<BilledLine> lines, Map<Long, AgreedShares> agreements, Map<Long, ShareParty> bearers) {
        List<LineShare> shares = new ArrayList<>();
        Map<BilledLine.Bill, Balances> bills = new LinkedHashMap<>();
        Set<Long> taxed = new HashSet<>();
        for (BilledLine line : lines) {
            if (line.agreementVersionId().isEmpty() && line.bearer().isEmpty()) {
                continue;
            }
            Balances balances = bills.computeIfAbsent(line.invoice().bill(), bill -> new Balances());
            for (LineShare share : divided(line, agreements, bearers)) {
                shares.add(share);
                balances.add(share);
            }
            if (line.invoice().agency() && taxed.add(line.invoice().id())) {
                balances.addAgencyTax(line.invoice());
            }
        }
        List<LedgerTransaction> postings = new ArrayList<>();
        bills.forEach((bill, balances) -> balances.addPosting(bill, postings));
        return new ShareAllotment(shares, postings);
    }

    private static List<LineShare> divided(
            BilledLine line, Map<Long, AgreedShares> agreements, Map<Long, ShareParty> bearers) {
        if (line.bearer().isPresent()) {
            BilledLine.Bearer bearer = line.bearer().get();
            OptionalLong version =
                    bearer.agreementVersionId().isPresent() ? bearer.agreementVersionId() : line.agreementVersionId();
            ShareParty party = bearers.get(bearer.partyId());
            if (party == null || version.isEmpty()) {
                throw new IllegalArgumentException("party " + bearer.partyId() + ", which bears line " + line.position()
                        + " of bill " + line.invoice().bill().uuid() + ", is not given, or has no agreement");
            }
            return List.of(new LineShare(line, version.getAsLong(), party, line.net()));
        }
        long id = line.agreementVersionId().orElseThrow();
        AgreedShares agreed = agreements.get(id);
        if (agreed == null) {
            throw new IllegalArgumentException("no shares are given for agreement version " + id + ", which line "
                    + line.position() + " of bill " + line.invoice().bill().uuid() + " names");
        }
        List<Money> parts = parts(line, agreed.model());
        List<LineShare> shares = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            shares.add(new LineShare(line, id, agreed.parties().get(i), parts.get(i)));
        }
        return shares;
    }

    /** What is taken back in steps comes to what was given: each step is the share of all steps up to it less what those before have taken. */
    private static List<Money> parts(BilledLine line, ShareModel model) {
        if (line.takenBackBefore().isZero()) {
            return model.allot(line.net());
        }
        List<Money> all = model.allot(line.takenBackBefore().plus(line.net()));
        List<Money> before = model.allot(line.takenBackBefore());
        List<Money> parts = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            parts.add(all.get(i).minus(before.get(i)));
        }
        return parts;
    }

    /** What is to be posted for one bill, by account, party and currency. */
    private static final class Balances {

        private static final long TENANT = 0; // the tenant's own accounts have no party

        private record Side(LedgerAccount account, long party, CurrencyUnit currency) {}

        private final Map<Side, BigDecimal> amounts = new TreeMap<>(
                Comparator.comparing(Side::account).thenComparing(Side::party).thenComparing(Side::currency));

        void add(LineShare share) {
            BilledLine.Invoice invoice = share.line().invoice();
            ShareParty party = share.party();
            if (invoice.agency()) {
                move(LedgerAccount.AGENCY_CLEARING, invoice.sellerPartyId(), party, share.amount());
            } else if (party.part() != ShareParty.Part.CSP) {
                move(LedgerAccount.PARTNER_COST, party.id(), party, share.amount());
            }
        }

        void addAgencyTax(BilledLine.Invoice invoice) {
            debit(LedgerAccount.AGENCY_CLEARING, invoice.sellerPartyId(), invoice.tax());
            debit(
                    LedgerAccount.PARTNER_PAYABLE,
                    invoice.sellerPartyId(),
                    invoice.tax().negated());
        }

        void addPosting(BilledLine.Bill bill, List<LedgerTransaction> postings) {
            List<LedgerEntry> entries = new ArrayList<>();
            amounts.forEach((side, amount) -> {
                if (amount.signum() != 0) {
                    entries.add(
                            side.party() == TENANT
                                    ? LedgerEntry.of(side.account(), amount, side.currency())
                                    : LedgerEntry.of(side.account(), side.party(), amount, side.currency()));
                }
            });
            if (!entries.isEmpty()) {
                postings.add(new LedgerTransaction(
                        StableId.of(bill.uuid(), "shares"),
                        LedgerKind.SHARE,
                        OptionalLong.of(bill.id()),
                        bill.runId(),
                        bill.issueDate(),
                        entries));
            }
        }

        private void move(LedgerAccount from, long fromParty, ShareParty to, Money amount) {
            debit(from, fromParty, amount);
            switch (to.part()) {
                case CSP -> debit(LedgerAccount.CSP_REVENUE, TENANT, amount.negated());
                case MARKETPLACE -> debit(LedgerAccount.MARKETPLACE_COMMISSION, to.id(), amount.negated());
                case PARTNER -> debit(LedgerAccount.PARTNER_PAYABLE, to.id(), amount.negated());
            }
        }

        private void debit(LedgerAccount account, long party, Money amount) {
            amounts.merge(new Side(account, party, amount.getCurrencyUnit()), amount.getAmount(), BigDecimal::add);
        }
    }
}
