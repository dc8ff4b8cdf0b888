/** Tests of TMF637. */
package io.billinghub.api.inventory;
