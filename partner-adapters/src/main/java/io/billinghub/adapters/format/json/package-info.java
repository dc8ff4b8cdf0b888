/** JSON documents and records, mapped by JSONata or by paths. */
package io.billinghub.adapters.format.json;
