/** What the integration tests of the application stand on: one boot, real services, real tokens, two tenants with bills. */
package io.billinghub.api.testing;
