/**
 * What differs between two bill runs, and why: a run and its trial, a run and that of the period before. Compared are the lines of each
 * account, partner and product together.
 */
package io.billinghub.core.rundifference;
