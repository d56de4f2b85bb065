package io.turnout.core.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.core.address.Address;
import io.turnout.core.address.InheritedAddress;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class SockAddrTest {
  private final MemorySegment memory = Arena.ofAuto().allocate(SockAddr.CAPACITY_BYTES, 8);

  @Test
  void readsBackWhatItWrote() {
    List<Address> addresses =
        List.of(
            new Ip4Address(0xfffefdfc, 65535),
            new Ip6Address(0xfe80_0000_0000_0000L, 0xffff_0000_0000_0001L, 40000, 3),
            new UnixAddress("/run/é.sock", false),
            new UnixAddress("/" + "x".repeat(106), false),
            UnixAddress.of(new byte[] {'/', -1, -61, 'x'}, false),
            new UnixAddress("name", true));
    for (Address address : addresses) {
      memory.fill((byte) 0xff);
      int length = SockAddr.encode(address, memory);
      assertThat(SockAddr.decode(memory, length)).isEqualTo(address);
    }
  }

  @Test
  void writesPortAndIpInNetworkOrder() {
    assertThat(SockAddr.encode(new Ip4Address(0x7f000001, 0x1234), memory)).isEqualTo(16);
    assertThat(memory.asSlice(0, 8).toArray(ValueLayout.JAVA_BYTE))
        .containsExactly(2, 0, 0x12, 0x34, 0x7f, 0, 0, 1);
  }

  @Test
  void answersNullForUnknownFamilyAndForNoAddress() {
    memory.set(ValueLayout.JAVA_SHORT, 0, (short) 16);
    assertThat(SockAddr.decode(memory, 12)).isNull();
    assertThat(SockAddr.decode(memory, 0)).isNull();
  }

  @Test
  void refusesInheritedDescriptor() {
    assertThatThrownBy(() -> SockAddr.encode(new InheritedAddress(3), memory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3");
  }
}
