/**
 * TMF678 Customer Bill Management v4, for reading: customer bills and the rates that were applied on them, out of the same
 * tables as the rest of the hub. A page is read with a fixed number of statements, however many bills are on it. Days are
 * shown as midnights in UTC.
 */
package io.billinghub.api.customerbill;
