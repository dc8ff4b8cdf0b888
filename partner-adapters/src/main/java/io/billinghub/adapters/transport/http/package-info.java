/** Partners' HTTP interfaces: pages, cursors, exports that take their time, and all usual ways to authenticate. */
package io.billinghub.adapters.transport.http;
