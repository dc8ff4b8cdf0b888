/**
 * What the integration tests of the application stand on: one boot, real services, real tokens, the demo's month in one
 * tenant, and the check of all invariants after each class.
 */
package io.billinghub.api.testing;
