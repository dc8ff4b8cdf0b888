/**
 * How partner-native bills and usage get in. A document is stored first, as it came; then it is parsed, mapped, validated
 * and accepted, quarantined or refused: nothing is lost and nothing is silently dropped.
 */
package io.billinghub.adapters;
