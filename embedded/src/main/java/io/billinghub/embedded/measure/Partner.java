package io.billinghub.embedded.measure;

import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Who sends bills.
 *
 * @param key in the hub, such as {@code p03}
 * @param agency whether the partner is the seller, whose VAT is binding
 * @param customers the partner's customer numbers, by the number of the account that they belong to
 */
record Partner(String key, boolean agency, Dialect dialect, List<Product> products, List<Customer> customers) {

    /**
     * A customer of the partner.
     *
     * @param number the partner's own
     * @param account the hub's billing account
     */
    record Customer(String number, String account, List<Use> uses) {
        Customer {
            uses = List.copyOf(uses);
        }

        /** What it uses in a month. */
        List<Use> in(YearMonth month) {
            return uses.stream().filter(use -> use.in(month)).toList();
        }
    }

    /**
     * A product that a customer uses.
     *
     * @param last month; null while it goes on
     */
    record Use(Product product, YearMonth first, YearMonth last) {
        boolean in(YearMonth month) {
            return !month.isBefore(first) && (last == null || !month.isAfter(last));
        }

        boolean endedBefore(YearMonth month) {
            return last != null && last.isBefore(month);
        }

        /** The so-manieth month of service. */
        int number(YearMonth month) {
            return Math.toIntExact(ChronoUnit.MONTHS.between(first, month) + 1);
        }
    }

    Partner {
        products = List.copyOf(products);
        customers = List.copyOf(customers);
    }

    /** The customer with this number. */
    Customer customer(String number) {
        return customers.stream()
                .filter(customer -> customer.number().equals(number))
                .findFirst()
                .orElseThrow();
    }

    String agreement() {
        return key + "-" + (agency ? "agency" : "resale");
    }

    String adapter() {
        return key + "-csv";
    }
}
