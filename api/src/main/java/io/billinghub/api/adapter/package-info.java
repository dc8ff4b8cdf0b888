/** Adapters over REST: their descriptors in versions, and the pull on demand. */
package io.billinghub.api.adapter;
