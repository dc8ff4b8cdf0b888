/** Operating-system processes that outlive the JVM which started them: identity, start, signals. Linux and macOS. */
package io.billinghub.embedded.process;
