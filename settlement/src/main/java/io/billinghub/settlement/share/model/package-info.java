/**
 * How a line's money is divided, and what is posted for it. Pure: the parts of a line add up to it exactly, and the same lines
 * give the same postings.
 */
package io.billinghub.settlement.share.model;
