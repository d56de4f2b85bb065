package io.turnout.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

record NginxStream() implements Contender {
  private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");

  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public @Nullable String missing() {
    if (!Files.exists(MODULE)) {
      return "no " + MODULE + "; install the Debian package libnginx-mod-stream";
    }
    return Programs.missing("nginx", "nginx");
  }

  @Override
  public boolean splices() {
    return false;
  }

  @Override
  public List<String> command(Path directory, Ports ports) throws IOException {
    String text =
        """
        load_module %4$s;
        daemon off;
        master_process off;
        pid %3$s/nginx.pid;
        error_log stderr warn;
        events { worker_connections 19500; }
        stream {
          server {
            listen 127.0.0.1:%2$d backlog=4096;
            proxy_pass 127.0.0.1:%1$d;
            proxy_timeout 1h;
          }
        }
        """;
    Path file =
        Files.writeString(
            directory.resolve("nginx.conf"),
            text.formatted(ports.origin(), ports.plain(), directory, MODULE));
    return List.of(Programs.find("nginx"), "-c", file.toString());
  }
}
