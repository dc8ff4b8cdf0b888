/** Bill runs over REST: start, watch, review, approve, resume, cancel. The rules are those of the core's use cases. */
package io.billinghub.api.billrun;
