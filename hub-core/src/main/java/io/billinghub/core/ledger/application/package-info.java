/** The port by which bills, shares and residues are posted; it works inside of the caller's transaction. */
package io.billinghub.core.ledger.application;
