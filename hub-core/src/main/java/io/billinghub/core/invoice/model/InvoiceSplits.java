package io.billinghub.core.invoice.model;

import java.util.HashMap;
import java.util.Map;

/** The invoice splits of accounts, each for one product or for all that have none of their own; and what stood on an invoice before. */
public final class InvoiceSplits {

    private static final String ANY = "";

    private final Map<Long, Map<String, InvoiceSplit>> byAccount = new HashMap<>();
    private final Map<Long, BuyerReferences> invoicedAgain = new HashMap<>();

    /** Adds the account's split for all products. */
    public InvoiceSplits add(long account, InvoiceSplit split) {
        return add(account, ANY, split);
    }

    /** Adds the account's split for one product. */
    public InvoiceSplits add(long account, String productKey, InvoiceSplit split) {
        byAccount.computeIfAbsent(account, key -> new HashMap<>()).put(productKey, split);
        return this;
    }

    /** Adds charges that invoice again what stood on invoices with these references, by {@code charge.id}. */
    public InvoiceSplits again(Map<Long, BuyerReferences> references) {
        invoicedAgain.putAll(references);
        return this;
    }

    /** What is invoiced again was split before: it stays with its references as long as the split has a part for them. */
    InvoiceSplit of(ChargeToBill charge) {
        InvoiceSplit split = inForce(charge);
        BuyerReferences before = invoicedAgain.get(charge.id());
        return before != null && split.has(before) ? InvoiceSplit.whole(before) : split;
    }

    private InvoiceSplit inForce(ChargeToBill charge) {
        Map<String, InvoiceSplit> splits = byAccount.get(charge.account().id());
        if (splits == null || charge.correction().isPresent()) {
            return InvoiceSplit.NONE;
        }
        return splits.getOrDefault(charge.productKey(), splits.getOrDefault(ANY, InvoiceSplit.NONE));
    }
}
