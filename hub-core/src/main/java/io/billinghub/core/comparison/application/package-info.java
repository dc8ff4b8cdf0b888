/** The use case. Safe for concurrent use. */
package io.billinghub.core.comparison.application;
