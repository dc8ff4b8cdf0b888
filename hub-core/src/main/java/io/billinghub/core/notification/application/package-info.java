/** Use cases of notifications: emitting, fanning out, keeping listeners, sending. */
package io.billinghub.core.notification.application;
