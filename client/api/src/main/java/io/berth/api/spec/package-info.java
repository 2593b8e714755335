/** The spec: the document that says what a service should be, with every default filled in. */
package io.berth.api.spec;
