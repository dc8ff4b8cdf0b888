/** Imports and exports of catalogues, tried with files on this machine. */
package io.billinghub.api.catalog.job;
