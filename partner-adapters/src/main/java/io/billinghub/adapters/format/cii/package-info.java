/** UN/CEFACT Cross Industry Invoice. */
package io.billinghub.adapters.format.cii;
