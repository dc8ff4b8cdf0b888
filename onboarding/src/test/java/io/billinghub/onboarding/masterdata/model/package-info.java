/** Rules of master data that need no database. */
package io.billinghub.onboarding.masterdata.model;
