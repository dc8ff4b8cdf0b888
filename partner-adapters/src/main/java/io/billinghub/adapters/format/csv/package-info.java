/** CSV with a row of headers, in any dialect. */
package io.billinghub.adapters.format.csv;
