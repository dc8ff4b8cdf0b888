/** What partners send by mistake or in bad faith, and what they are answered. */
package io.billinghub.api.badinput;
