/** Events of the hub, free of any transport. */
package io.billinghub.core.event.model;
