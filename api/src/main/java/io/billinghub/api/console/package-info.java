/**
 * The pages: at {@code /} who is logged in, the bills that they may see, and the documents to open; under {@code /runs} the bill runs,
 * without amounts for those who only keep the hub running, with forms for those who may move them; under {@code /run-templates} their
 * schedules. Rendered on the server, behind the code flow with PKCE. Forms call the use cases of the API and carry a token of the session
 * ({@link io.billinghub.api.security.FormTokens}). Scripts are files of the hub alone; all pages work without them.
 */
package io.billinghub.api.console;
