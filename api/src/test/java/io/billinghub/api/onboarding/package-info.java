/** Partners come on board over HTTP, each test in a tenant of its own. */
package io.billinghub.api.onboarding;
