/** Usage of a period by product and unit; pure. */
package io.billinghub.core.consumption.model;
