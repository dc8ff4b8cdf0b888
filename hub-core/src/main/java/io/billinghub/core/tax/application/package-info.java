/** The port by which bill runs ask for tax. */
package io.billinghub.core.tax.application;
