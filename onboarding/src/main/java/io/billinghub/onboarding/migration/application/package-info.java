/** Taking files in, reconciling and completing. A file is one transaction, whatever its length. */
package io.billinghub.onboarding.migration.application;
