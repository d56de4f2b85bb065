package io.turnout.xprt.handshake.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** Certificates to be told of; their keys are lost. */
final class Certificates {
  private Certificates() {}

  /** Of {@code O=Turnout, CN="Client, one"}, RSA 2048. */
  static X509Certificate rsa() {
    return parsed(
        """
        -----BEGIN CERTIFICATE-----
        MIIDMzCCAhugAwIBAgIUPQYnIjOnrq1bTmKWo04cvnd9g1EwDQYJKoZIhvcNAQEL
        BQAwKDEQMA4GA1UECgwHVHVybm91dDEUMBIGA1UEAwwLQ2xpZW50LCBvbmUwIBcN
        MjYxMTIzMDM1MDMyWhgPMjEyNjEwMzAwMzUwMzJaMCgxEDAOBgNVBAoMB1R1cm5v
        dXQxFDASBgNVBAMMC0NsaWVudCwgb25lMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A
        MIIBCgKCAQEAjenG8A7JLYcC6WdNUn7SR92KbT0KzO0scBPubEKIRQEAZDtbHlsa
        E6/mmOJEFLy87ErpRmEGVi5GhEYmfcfHfHPwWjo/GeY+Ed1NpoqcJU+/zWza34Vj
        dCHO+f5CXIPRwmwkcBIWI1SaY6o2gMgI93lO2gmcESfq8rj1J/AVikXWsUibDsG4
        TGMbZ7M7zgUTy6xdIWRg2O/vbKWfpB7VZsfDs8XGPb9cEHYDNpRLcpyd7abU/+nJ
        eMZr2bhs8SBJH2mtpqhSmJQvoKIuh0FHpibDMMITjyE75IqEaeAitaOzCQ+5TcOw
        h44xE9UPlRxKTCZ3yfTIG1hyzI/ADwv2WwIDAQABo1MwUTAdBgNVHQ4EFgQU4uEI
        RyA/ubCAfG4VdvF0edzQgFwwHwYDVR0jBBgwFoAU4uEIRyA/ubCAfG4VdvF0edzQ
        gFwwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEAI4hEiZIsh5us
        zxENS9f2btKTLvDX+sfXZCt9awFRXkcIrRhO66kbatUPzAkyj5hJbhrbdSrprT3E
        OcI14shTr1IzycMkEGRs+c4ppCcX3ZAN1IZWsnH2U5LDTfYcfzvx3kv5gqgUS1nF
        lo0ly54kcts55fKGFBqQLpODWzdQLHZm0TTzJxFbQNTK9DPKjDlUIgh+OCFp5J1o
        EpKx928e/gAkqcLJeA58JoH4/mO/iOegNzAFWHYVmaWu1ca5eF9Bn7cL6pcZp74F
        PLWIuOB7z5P8H8Ax2aw5pATpcz06FH7D9WIgtED7caVXb0c69lgMixr4qbFeYf5G
        o1GuDTu7zw==
        -----END CERTIFICATE-----
        """);
  }

  /** Of {@code CN=server.example}, P-256. */
  static X509Certificate ec() {
    return parsed(
        """
        -----BEGIN CERTIFICATE-----
        MIIBiTCCAS+gAwIBAgIULsLWwq24002ZKGC4zqVbBLYDGy4wCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwOc2VydmVyLmV4YW1wbGUwIBcNMjYxMTIzMDM1MDMyWhgPMjEy
        NjEwMzAwMzUwMzJaMBkxFzAVBgNVBAMMDnNlcnZlci5leGFtcGxlMFkwEwYHKoZI
        zj0CAQYIKoZIzj0DAQcDQgAE9v2AZjQ06tiXOgVxTeinFVb1Er7gnn9khmXZGXe9
        OqBZg1eRUZa1e7gN1BxxgL84DDMmrr0Utkn0SPx0j+AzGqNTMFEwHQYDVR0OBBYE
        FE2PDgoIVpsevaxf2fVowgcX9ORSMB8GA1UdIwQYMBaAFE2PDgoIVpsevaxf2fVo
        wgcX9ORSMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgc1WNCtQT
        txtQBDO8qAji2WJMwp69S90TN2R3iY2noaICIQD8ZfPnScl6Hxfz6czY3aEG8i44
        tAtEG1ovT9xKXHYDPA==
        -----END CERTIFICATE-----
        """);
  }

  private static X509Certificate parsed(String pem) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(pem.getBytes(US_ASCII)));
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
