/** Files on FTP servers, plain or with TLS. */
package io.billinghub.adapters.transport.ftp;
