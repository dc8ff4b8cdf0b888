/**
 * The data folder of the embedded services: where each thing lies, which ports and passwords were chosen at the first
 * start, and the built files the services are started from. Files with passwords are readable by their owner only.
 */
package io.billinghub.embedded.folder;
