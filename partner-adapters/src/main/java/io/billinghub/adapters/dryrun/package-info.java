/**
 * Documents that are tried and not taken in: judged in the way of real ones, behind a savepoint to which all goes back; and samples
 * that an adapter is held to whenever its descriptor changes.
 */
package io.billinghub.adapters.dryrun;
