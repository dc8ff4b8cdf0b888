/** What every answer carries, whatever it is about. */
package io.billinghub.api.edge;
