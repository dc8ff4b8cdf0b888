/** Who changed what, and when: written in the transaction of the change, never changed afterwards. */
package io.billinghub.core.audit;
