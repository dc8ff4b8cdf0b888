/**
 * Tax as pure functions of a tenant's tables: where a supply is taxed, by whom it is declared, and at which rate. Words follow EN 16931 and
 * Directive 2006/112/EC.
 */
package io.billinghub.core.tax.model;
