/** Credit notes: asked for by people, and by other modules through the port. */
package io.billinghub.core.creditnote.application;
