/** What {@code /q/openapi} says beyond the resources' own annotations, and the page that shows it. */
package io.billinghub.api.openapi;
