/**
 * The demo's part of users: over HTTP and with their tokens, as anyone would, it brings the documents of a folder in, runs
 * the cycle, approves it and prints what came of it. Nothing here reaches into the hub.
 */
package io.billinghub.embedded.demo;
