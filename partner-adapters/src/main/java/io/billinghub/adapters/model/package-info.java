/** What a parsed document says, whatever its format, and the rules' catalogue. Pure: no I/O, no clock, no framework. */
package io.billinghub.adapters.model;
