/** Files on SFTP servers whose host key is known. */
package io.billinghub.adapters.transport.sftp;
