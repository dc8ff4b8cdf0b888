/**
 * Where the hub may call to: partners' systems and listeners name addresses, and none of them may lead into the operator's own
 * network. The rule is asked for the address that a connection really goes to, each time, so a name that resolves to something
 * else the second time gains nothing.
 */
package io.billinghub.core.egress;
