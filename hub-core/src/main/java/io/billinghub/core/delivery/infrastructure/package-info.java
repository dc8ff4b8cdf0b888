/** The statements, and the ways over SMTP and HTTP. */
package io.billinghub.core.delivery.infrastructure;
