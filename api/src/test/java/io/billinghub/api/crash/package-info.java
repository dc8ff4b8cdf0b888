/** The packaged application, killed where it hurts. */
package io.billinghub.api.crash;
