/**
 * What follows from a change in the middle of a period: segments of constant plan, quantity and pause, whose parts add up;
 * and the delta between what was charged and what should have been.
 */
package io.billinghub.core.rating.modifier.change;
