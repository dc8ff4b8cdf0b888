/**
 * Documents that partners' systems send by calls they sign. The signature stands for a login: whoever has the adapter's secret sends
 * documents of that adapter and can do nothing else.
 */
package io.billinghub.adapters.webhook;
