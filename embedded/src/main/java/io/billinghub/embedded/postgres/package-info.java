/** PostgreSQL from Maven artifacts: unpacked, initialised and started as a process of its own, with its data kept. */
package io.billinghub.embedded.postgres;
