/** Making and changing limits, and looking whether usage has reached them. */
package io.billinghub.core.usagelimit.application;
