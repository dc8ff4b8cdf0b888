/** Use cases of the bill run; transactions begin here. */
package io.billinghub.core.billrun.application;
