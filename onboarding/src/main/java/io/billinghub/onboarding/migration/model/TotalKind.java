package io.billinghub.onboarding.migration.model;

/** What totals are given of. */
public enum TotalKind {
    /** Without a currency and a sum. */
    CUSTOMERS(false),
    /** By their currency, without a sum. */
    ACCOUNTS(false),
    /** By the currency of their account; a sum is that of quantities. */
    PRODUCTS(false),
    OWED(true),
    CREDIT(true),
    /** What is open of them. */
    OPEN_BILLS(true);

    private final boolean money;

    TotalKind(boolean money) {
        this.money = money;
    }

    /** Whether a total has to say its sum. */
    public boolean isMoney() {
        return money;
    }
}
