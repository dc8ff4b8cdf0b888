package io.billinghub.settlement.share.model;

import io.billinghub.core.invoice.model.BilledLine;
import org.joda.money.Money;

/** What a party gets of a line; zero where its part is less than half a minor unit, negative where the line is. */
public record LineShare(BilledLine line, long agreementVersionId, ShareParty party, Money amount) {}
