/** Use cases of comparing runs; transactions begin here. */
package io.billinghub.core.rundifference.application;
