/** What other features and modules may ask about bills. */
package io.billinghub.core.invoice.application;
