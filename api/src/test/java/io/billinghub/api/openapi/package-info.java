/** What the running hub says of its own API at {@code /q/openapi}, and whether it is so. */
package io.billinghub.api.openapi;
