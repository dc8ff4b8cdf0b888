/** XML read piece by piece, without document type declarations. */
package io.billinghub.adapters.format.xml;
