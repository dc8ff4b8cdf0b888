/** What every answer carries and every request keeps to, whatever it is about. */
package io.billinghub.api.edge;
