/** The audit log as auditors read it. */
package io.billinghub.api.audit;
