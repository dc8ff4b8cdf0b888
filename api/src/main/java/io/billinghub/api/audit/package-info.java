/** The audit log for those who audit. */
package io.billinghub.api.audit;
