/**
 * What follows from a change in the middle of a period: how a service has stood day by day, and its fee over segments of constant
 * quantity and pause, whose parts add up.
 */
package io.billinghub.core.rating.modifier.change;
