/** UBL 2.1. */
package io.billinghub.adapters.format.ubl;
