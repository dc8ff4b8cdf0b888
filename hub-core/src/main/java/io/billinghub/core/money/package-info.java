/**
 * Exact money: the named rounding places, allotment without loss, currency conversion, minor units.
 *
 * <p>Pure and immutable: no clock, no I/O, no framework; every type may be shared between threads. Nothing here
 * uses binary floating point. All rounding is symmetric, so that the reversal of an amount is always its exact
 * mirror.
 */
package io.billinghub.core.money;
