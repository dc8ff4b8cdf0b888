/** How the documents of bills get to customers: preferences of accounts, deliveries with their proof, and a second try for those that failed. */
package io.billinghub.api.delivery;
