package io.turnout.core.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResourceLimitsTest {
  private final ResourceLimits limits = new ResourceLimits(new Kernel());

  @Test
  void changesSoftLimitOfDescriptors() {
    ResourceLimits.Descriptors before = limits.descriptors();
    assertThat(before.soft()).isPositive().isLessThanOrEqualTo(before.hard());
    try {
      assertThat(limits.changeDescriptors(before.soft() - 1, before.hard())).isZero();
      assertThat(limits.descriptors().soft()).isEqualTo(before.soft() - 1);
    } finally {
      limits.changeDescriptors(before.soft(), before.hard());
    }
  }

  @Test
  void refusesSoftLimitAboveHard() {
    ResourceLimits.Descriptors before = limits.descriptors();
    assertThat(limits.changeDescriptors(before.soft(), before.soft() - 1)).isEqualTo(-Errno.EINVAL);
    assertThat(limits.descriptors()).isEqualTo(before);
  }
}
