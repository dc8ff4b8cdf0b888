package io.billinghub.embedded.measure;

/**
 * How large the measured world is.
 *
 * @param partners who send bills
 * @param accounts of customers; each is a customer of about half of the partners
 * @param products of each partner
 * @param history months of right bills before the measured one
 * @param perClass bills into which each class of errors is put
 */
public record WorldSize(int partners, int accounts, int products, int history, int perClass) {
    public WorldSize {
        if (partners < 1 || accounts < 1 || products < 2 || history < 1 || perClass < 1) {
            throw new IllegalArgumentException(
                    "at least one partner, account, month and bill per class, and two products");
        }
    }
}
