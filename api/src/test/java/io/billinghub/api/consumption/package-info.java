/** Usage so far and estimated bills, from what is sent in to what a run bills. */
package io.billinghub.api.consumption;
