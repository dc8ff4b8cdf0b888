/**
 * When adapters are pulled, and by whom: scheduled and on demand take the same way. A pull is done under a lease in PostgreSQL with a
 * fence, so several hub processes never pull the same thing twice; a process that dies loses its lease by time, and another one goes on. What a pull
 * leaves behind (cursor, files noted, its outcome) is written only while its fence is the newest. A document that is given twice is
 * known by its content and taken in once, so the moment between "stored" and "noted" loses and doubles nothing.
 */
package io.billinghub.adapters.pull;
