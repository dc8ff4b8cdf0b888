package io.billinghub.api.console;

/**
 * The form of a template, with what was entered.
 *
 * @param version of the template that is changed; empty for a new one
 */
public record RunTemplateForm(String key, String name, String cycle, String schedule, boolean enabled, String version) {

    static final RunTemplateForm EMPTY = new RunTemplateForm("", "", "", "", true, "");
}
