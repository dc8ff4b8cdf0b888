/** Documents and what of them is in quarantine, over REST. */
package io.billinghub.api.document;
