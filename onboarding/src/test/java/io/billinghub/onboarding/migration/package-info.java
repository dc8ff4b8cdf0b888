/** Tests of migrations from other billing systems. */
package io.billinghub.onboarding.migration;
