/**
 * Certificates and keys: read from files, and found by the name that a client asks for.
 *
 * <pre>
 *   file ──PemFile──▶ PemBlock, ... ──IdentityFile──▶ Identity ──▶ NameTable ◀── server name
 *                                                        └───────▶ IdentityKeys ◀── engine
 * </pre>
 *
 * <p>All is made at the start and at a reload, on the caller's thread, and never changes
 * afterwards: any thread may read it.
 */
@NullMarked
package io.turnout.xprt.ssl.certificate;

import org.jspecify.annotations.NullMarked;
