/**
 * Shadow rating: what the partner has priced is priced again by the agreed plan, and where the amounts differ the likely cause is named.
 * Pure but for {@link io.billinghub.adapters.shadow.ShadowCheck}, which reads lines and plans set-based, with memory that does not grow with
 * the lines that are as agreed.
 */
package io.billinghub.adapters.shadow;
