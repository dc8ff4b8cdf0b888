/** The error catalogue of settlement. */
package io.billinghub.settlement.error;
