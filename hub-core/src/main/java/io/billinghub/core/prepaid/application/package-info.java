/** Topping up, adjusting and deducting, writing off what has ended, and telling what runs out. */
package io.billinghub.core.prepaid.application;
