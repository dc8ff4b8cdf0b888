/** Mails to partners: queued with what they tell of, sent over SMTP at least once. */
package io.billinghub.core.mail;
