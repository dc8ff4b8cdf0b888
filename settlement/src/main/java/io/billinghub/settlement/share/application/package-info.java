/** The use case: a shard of bills is published, so its parties get their shares, once. */
package io.billinghub.settlement.share.application;
