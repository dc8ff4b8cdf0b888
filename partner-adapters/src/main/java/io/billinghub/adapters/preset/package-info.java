/**
 * Ready-made formats and mappings of well-known bills. A preset is a folder {@code presets/NAME} of the resources: {@code
 * preset.json}, where there is one its expression ({@code mapping.jsonata}), a sample ({@code sample.*}) and what must come of it ({@code golden.json}); adding one touches no other file.
 */
package io.billinghub.adapters.preset;
