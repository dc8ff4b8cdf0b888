/**
 * TMF635 Usage Management: usage, whether it came in a partner's document or by itself, and usage specifications.
 *
 * <p>Guarantees: usage that is sent here is a received document of one line; it goes through the same rules and into the same
 * tables as usage in documents, and is kept with what was found where it breaks a rule. Its status is read off the rows, never
 * stored. A partner's login sees and sends its own usage, a customer's login sees that of its accounts: PostgreSQL refuses the others'.
 */
package io.billinghub.api.usage;
