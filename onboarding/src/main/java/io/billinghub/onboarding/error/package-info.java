/** The error catalogue of the module: its names are stable for clients to build upon. */
package io.billinghub.onboarding.error;
