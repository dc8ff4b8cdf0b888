/** The use case: read, check, store, in one transaction. Safe for concurrent use. */
package io.billinghub.onboarding.masterdata.application;
