/** EDIFACT INVOIC. */
package io.billinghub.adapters.format.edifact;
