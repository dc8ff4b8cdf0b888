/** Free quantity in each period, with roll-over of what is left, for one account or shared by several. */
package io.billinghub.core.rating.modifier.allowance;
