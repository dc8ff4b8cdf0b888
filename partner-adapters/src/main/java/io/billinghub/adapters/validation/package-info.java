/**
 * The rules that a document is held to: named pure functions over what was parsed and what was looked up. Severities come
 * from the catalogue ({@link io.billinghub.adapters.model.RuleCode}) or from the agreement in force.
 */
package io.billinghub.adapters.validation;
