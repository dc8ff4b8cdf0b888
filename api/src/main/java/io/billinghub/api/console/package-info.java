/**
 * The page at {@code /}: who is logged in, the bills that they may see, and the documents to open; under {@code /runs} the bill
 * runs, without amounts for those who only keep the hub running. Rendered on the server,
 * without scripts, behind the code flow with PKCE.
 */
package io.billinghub.api.console;
