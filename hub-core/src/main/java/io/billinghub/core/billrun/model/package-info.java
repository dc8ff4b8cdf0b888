/** States and calendar of a bill run; pure. */
package io.billinghub.core.billrun.model;
