package io.turnout.xprt.ssl.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Gives Conscrypt's engines the authority's word on their certificate. Conscrypt can send it, and
 * has no public method to be given it; on the class path, and as an automatic module, its own one
 * can be reached.
 */
final class Staples {
  private final @Nullable VarHandle parameters;
  private final @Nullable MethodHandle setter;

  private Staples(@Nullable VarHandle parameters, @Nullable MethodHandle setter) {
    this.parameters = parameters;
    this.setter = setter;
  }

  static Staples find() {
    try {
      ClassLoader loader = org.conscrypt.Conscrypt.class.getClassLoader();
      Class<?> engine = Class.forName("org.conscrypt.ConscryptEngine", false, loader);
      Class<?> holder = Class.forName("org.conscrypt.SSLParametersImpl", false, loader);
      VarHandle field =
          MethodHandles.privateLookupIn(engine, MethodHandles.lookup())
              .findVarHandle(engine, "sslParameters", holder);
      MethodHandle method =
          MethodHandles.privateLookupIn(holder, MethodHandles.lookup())
              .findVirtual(
                  holder, "setOCSPResponse", MethodType.methodType(void.class, byte[].class));
      return new Staples(field, method);
    } catch (ReflectiveOperationException e) {
      // Told at start, by a warning, to who has staples.
      return new Staples(null, null);
    }
  }

  boolean arePossible() {
    return parameters != null;
  }

  void put(SSLEngine engine, byte[] staple) {
    if (parameters == null || setter == null) {
      return;
    }
    try {
      setter.invoke(parameters.get(engine), staple);
    } catch (Throwable e) {
      throw new IllegalStateException("Conscrypt does not take a staple", e);
    }
  }
}
