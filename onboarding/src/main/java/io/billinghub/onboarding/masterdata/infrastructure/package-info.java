/** JSON and its schema on one side, set-based SQL on the other. */
package io.billinghub.onboarding.masterdata.infrastructure;
