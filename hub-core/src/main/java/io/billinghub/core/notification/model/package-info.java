/** What is told to whom, when it is tried again, and how it is signed: no clock, no input or output. */
package io.billinghub.core.notification.model;
