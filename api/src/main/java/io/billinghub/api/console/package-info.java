/**
 * The page at {@code /}: who is logged in, the bills that they may see, and the documents to open. Rendered on the server,
 * without scripts, behind the code flow with PKCE.
 */
package io.billinghub.api.console;
