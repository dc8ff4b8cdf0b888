/** Mails: those to partners are queued with what they tell of and sent over SMTP at least once; other features send mails of queues of their own. */
package io.billinghub.core.mail;
