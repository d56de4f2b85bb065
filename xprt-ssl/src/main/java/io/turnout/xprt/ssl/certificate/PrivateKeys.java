package io.turnout.xprt.ssl.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.turnout.spi.OptionException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Private keys from PEM blocks: PKCS#8, and the older forms that are one kind of key each. */
final class PrivateKeys {
  private static final byte[] VERSION_0 = Der.of(Der.INTEGER, new byte[1]);
  private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
  private static final int CURVE = 0xa0;
  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  /** The JDK's names by the identifiers' bytes. */
  private static final Map<String, String> KINDS =
      Map.of(
          "2a864886f70d010101", "RSA",
          "2a864886f70d01010a", "RSASSA-PSS",
          "2a8648ce3d0201", "EC",
          "2b6570", "EdDSA",
          "2b6571", "EdDSA");

  private PrivateKeys() {}

  /**
   * The key among blocks.
   *
   * @return null if there is none
   */
  static @Nullable PrivateKey find(Path file, List<PemBlock> blocks) throws OptionException {
    byte[] curve = null;
    for (PemBlock block : blocks) {
      if (block.type().equals("EC PARAMETERS")) {
        curve = block.content();
      }
      if (!block.type().endsWith("PRIVATE KEY")) {
        continue;
      }
      if (block.encrypted()) {
        throw new OptionException(
            ("'%s': its key is encrypted, and there is nobody to ask for the pass phrase. Decrypt"
                    + " it, as with 'openssl pkey'")
                .formatted(file));
      }
      return key(file, block, curve);
    }
    return null;
  }

  /** Whether a key is the secret half of a certificate's. */
  static boolean belongTogether(PrivateKey key, PublicKey shown) {
    String algorithm =
        switch (shown.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> shown.getAlgorithm();
        };
    byte[] text = algorithm.getBytes(UTF_8);
    try {
      Signature signing = signature(algorithm, shown);
      signing.initSign(key);
      signing.update(text);
      byte[] signature = signing.sign();
      Signature verifying = signature(algorithm, shown);
      verifying.initVerify(shown);
      verifying.update(text);
      return verifying.verify(signature);
    } catch (GeneralSecurityException e) {
      // A key of another kind, or of a length that tells it apart.
      return false;
    }
  }

  private static Signature signature(String algorithm, PublicKey shown)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    if (algorithm.equals("RSASSA-PSS")) {
      // Keys may be for certain parameters only.
      AlgorithmParameterSpec own = shown instanceof RSAKey key ? key.getParams() : null;
      signature.setParameter(own == null ? PSS : own);
    }
    return signature;
  }

  private static PrivateKey key(Path file, PemBlock block, byte @Nullable [] curve)
      throws OptionException {
    try {
      byte[] encoded =
          switch (block.type()) {
            case "RSA PRIVATE KEY" -> wrapped(Der.of(Der.SEQUENCE, RSA), block.content());
            case "EC PRIVATE KEY" ->
                wrapped(Der.of(Der.SEQUENCE, EC, curveOf(block.content(), curve)), block.content());
            default -> block.content();
          };
      return KeyFactory.getInstance(kind(encoded))
          .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new OptionException(
          "'%s': its key ('%s') cannot be used: %s".formatted(file, block.type(), e.getMessage()),
          e);
    }
  }

  /** PKCS#8: version, kind, key. */
  private static byte[] wrapped(byte[] kind, byte[] key) {
    return Der.of(Der.SEQUENCE, VERSION_0, kind, Der.of(Der.OCTETS, key));
  }

  private static String kind(byte[] pkcs8) {
    Der fields = Der.in(pkcs8).enter(Der.SEQUENCE);
    fields.next();
    String identifier = HexFormat.of().formatHex(fields.enter(Der.SEQUENCE).enter(Der.OID).rest());
    String kind = KINDS.get(identifier);
    if (kind == null) {
      throw new IllegalArgumentException("keys of kind " + identifier + " are not known");
    }
    return kind;
  }

  /** Version, key, [0] curve, [1] public key; the curve may stand in a block of its own. */
  private static byte[] curveOf(byte[] key, byte @Nullable [] besides) {
    Der fields = Der.in(key).enter(Der.SEQUENCE);
    fields.next();
    fields.next();
    if (fields.tag() == CURVE) {
      return fields.enter(CURVE).next();
    }
    if (besides == null) {
      throw new IllegalArgumentException("it does not name its curve");
    }
    return Arrays.copyOf(besides, besides.length);
  }
}
