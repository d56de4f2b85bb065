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
  private final @Nullable MethodHandle unwrapper;
  private final @Nullable VarHandle parameters;
  private final @Nullable MethodHandle setter;

  private Staples(
      @Nullable MethodHandle unwrapper,
      @Nullable VarHandle parameters,
      @Nullable MethodHandle setter) {
    this.unwrapper = unwrapper;
    this.parameters = parameters;
    this.setter = setter;
  }

  static Staples find() {
    try {
      ClassLoader loader = org.conscrypt.Conscrypt.class.getClassLoader();
      Class<?> engine = Class.forName("org.conscrypt.ConscryptEngine", false, loader);
      Class<?> wrapper = Class.forName("org.conscrypt.Java8EngineWrapper", false, loader);
      Class<?> holder = Class.forName("org.conscrypt.SSLParametersImpl", false, loader);
      MethodHandle inside =
          MethodHandles.privateLookupIn(wrapper, MethodHandles.lookup())
              .findStatic(
                  wrapper, "getDelegate", MethodType.methodType(SSLEngine.class, SSLEngine.class));
      VarHandle field =
          MethodHandles.privateLookupIn(engine, MethodHandles.lookup())
              .findVarHandle(engine, "sslParameters", holder);
      MethodHandle method =
          MethodHandles.privateLookupIn(holder, MethodHandles.lookup())
              .findVirtual(
                  holder, "setOCSPResponse", MethodType.methodType(void.class, byte[].class));
      return new Staples(inside, field, method);
    } catch (ReflectiveOperationException e) {
      // Told at start, by a warning, to who has staples.
      return new Staples(null, null, null);
    }
  }

  boolean arePossible() {
    return parameters != null;
  }

  void put(SSLEngine engine, byte[] staple) {
    if (unwrapper == null || parameters == null || setter == null) {
      return;
    }
    try {
      SSLEngine inside = (SSLEngine) unwrapper.invokeExact(engine);
      setter.invoke(parameters.get(inside), staple);
    } catch (Throwable e) {
      throw new IllegalStateException("Conscrypt does not take a staple", e);
    }
  }
}
