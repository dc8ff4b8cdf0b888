/** What partners' documents are held to, and which are expected. */
package io.billinghub.api.assurance;
