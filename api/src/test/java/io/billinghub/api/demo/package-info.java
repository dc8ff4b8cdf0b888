/** The main job over HTTP with real services: the demo's month, who sees what of it, and other people's sample documents. */
package io.billinghub.api.demo;
