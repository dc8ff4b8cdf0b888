/** Where the APIs lie. */
package io.billinghub.api.http;
