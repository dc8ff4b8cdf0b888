package io.billinghub.embedded.measure;

import java.util.List;

/**
 * Who sends bills.
 *
 * @param key in the hub, such as {@code p03}
 * @param customers the partner's customer numbers, by the number of the account that they belong to
 */
record Partner(String key, Dialect dialect, List<Product> products, List<Customer> customers) {

    /**
     * A customer of the partner.
     *
     * @param number the partner's own
     * @param account the hub's billing account
     * @param products what it uses
     */
    record Customer(String number, String account, List<Product> products) {
        Customer {
            products = List.copyOf(products);
        }
    }

    Partner {
        products = List.copyOf(products);
        customers = List.copyOf(customers);
    }

    String agreement() {
        return key + "-resale";
    }

    String adapter() {
        return key + "-csv";
    }
}
