/** Files in the tenant's inbox, through Camel's file component. */
package io.billinghub.adapters.transport.folder;
