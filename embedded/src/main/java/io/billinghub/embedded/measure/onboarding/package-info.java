/** What it takes to bring a partner on board, by formats; a case is a folder below {@code /onboarding}, a new one needs no other change. */
package io.billinghub.embedded.measure.onboarding;
