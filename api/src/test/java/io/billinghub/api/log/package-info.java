/** Nothing that must not be read in a log is. */
package io.billinghub.api.log;
