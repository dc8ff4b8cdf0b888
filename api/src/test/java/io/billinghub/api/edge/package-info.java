/** What every answer carries, and what is refused before anything looks at it. */
package io.billinghub.api.edge;
