/**
 * TMF637 Product Inventory Management: what accounts have subscribed. Products are the subscriptions of the master data; the hub
 * bills each from its start to its termination while its state says that it is delivered. A customer's login sees the products
 * of the accounts that it pays for.
 */
package io.billinghub.api.inventory;
