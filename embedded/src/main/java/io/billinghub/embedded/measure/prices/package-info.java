/**
 * How well price plans say what contracts say: models of prices with contract, plan, cases and the same model as code. A model is a folder
 * below {@code /prices}; a new one needs no other change.
 */
package io.billinghub.embedded.measure.prices;
