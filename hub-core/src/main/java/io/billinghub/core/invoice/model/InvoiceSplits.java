package io.billinghub.core.invoice.model;

import java.util.HashMap;
import java.util.Map;

/** The invoice splits of accounts, each for one product or for all that have none of their own. */
public final class InvoiceSplits {

    private static final String ANY = "";

    private final Map<Long, Map<String, InvoiceSplit>> byAccount = new HashMap<>();

    /** Adds the account's split for all products. */
    public InvoiceSplits add(long account, InvoiceSplit split) {
        return add(account, ANY, split);
    }

    /** Adds the account's split for one product. */
    public InvoiceSplits add(long account, String productKey, InvoiceSplit split) {
        byAccount.computeIfAbsent(account, key -> new HashMap<>()).put(productKey, split);
        return this;
    }

    InvoiceSplit of(ChargeToBill charge) {
        Map<String, InvoiceSplit> splits = byAccount.get(charge.account().id());
        if (splits == null || charge.correction().isPresent()) {
            return InvoiceSplit.NONE;
        }
        return splits.getOrDefault(charge.productKey(), splits.getOrDefault(ANY, InvoiceSplit.NONE));
    }
}
