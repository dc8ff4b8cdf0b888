/**
 * What a sample tells of the adapter that its documents need: format and dialect, a preset that reads it, or a mapping by what its
 * columns are called and hold. A suggestion is for a person to confirm; nothing is stored.
 */
package io.billinghub.adapters.suggest;
