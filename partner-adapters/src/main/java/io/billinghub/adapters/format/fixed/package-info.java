/** Records whose fields stand at fixed places, of one kind or several. */
package io.billinghub.adapters.format.fixed;
