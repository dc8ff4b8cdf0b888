/**
 * Rules that hold a bill against what was billed before: duplicates under another number, lines that are billed already, gaps in the
 * numbers, periods that overlap, subscriptions that have ended, amounts that are unusual, and usage that was
 * sent beside the bill. Decisions are pure functions; what they need is
 * read with one statement per rule and bill, over the lines as they are stored, in the transaction that took them in.
 */
package io.billinghub.adapters.assurance;
