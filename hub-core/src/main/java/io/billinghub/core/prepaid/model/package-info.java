/** What is prepaid and what moves it; pure. */
package io.billinghub.core.prepaid.model;
