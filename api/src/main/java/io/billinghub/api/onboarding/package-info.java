/**
 * How a partner comes on board over HTTP: its case, the agreement's way into force, the adapter's test, links in bulk, and the sandbox. A
 * partner's login sees and does what is its own alone: rows of others are not there for it.
 */
package io.billinghub.api.onboarding;
