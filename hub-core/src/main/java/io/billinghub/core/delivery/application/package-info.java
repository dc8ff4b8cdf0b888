/** The queue of deliveries and the preferences of accounts. */
package io.billinghub.core.delivery.application;
