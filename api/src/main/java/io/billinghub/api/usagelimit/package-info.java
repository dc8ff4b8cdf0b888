/** Limits of usage, as their accounts and the host make and change them. */
package io.billinghub.api.usagelimit;
