/**
 * TMF666 Account Management: billing accounts and billing cycle specifications, which are the accounts and cycles of the master
 * data; accounts of parties; how bills are made and sent.
 *
 * <p>Guarantees: an account is billed by the same rows however it came in. A customer's login sees its own accounts and those
 * that consolidate into it, a partner's login the billing accounts that one of its customer numbers stands for, and of the
 * accounts of parties its own for settlement: PostgreSQL refuses the others.
 */
package io.billinghub.api.account;
