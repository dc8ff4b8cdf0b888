/** What a document of master data says, and the rules that it must keep. Pure: what is stored comes in as a value. */
package io.billinghub.onboarding.masterdata.model;
