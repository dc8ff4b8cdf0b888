/** What must not be read in a log is taken out of it before any handler writes it. */
package io.billinghub.api.log;
