/** Master data in one document: parties, agreements, products, prices, accounts, adapters. */
package io.billinghub.api.masterdata;
