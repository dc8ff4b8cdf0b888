/**
 * TMF651 Agreement Management: the agreements of the master data. What the hub bills by stands among an agreement's characteristics:
 * {@code sellingModel}, {@code currency}, {@code shareModel}, {@code residueParty}, {@code ruleSeverity}, {@code lateUsage}, {@code refuseUsageAfterDays}, {@code lateBill}, {@code waitForBillDays}, {@code priceTolerance}, {@code usage}; each version of them is never
 * changed. A partner's login sees its own agreements.
 */
package io.billinghub.api.agreement;
