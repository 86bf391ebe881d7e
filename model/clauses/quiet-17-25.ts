/** QUIET-17 to QUIET-25: decisions on exits, addresses and virtual memory. */
export const QUIET_17_25_CLAUSES = [
  {
    id: 'QUIET-17',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `A call goes on and returns although its caller has exited; what needs the dead process
      is refused or faults. If the host of a user-mode server exits, its calls end, and its
      records are dropped with nothing written back.`,
    obligations: [
      {
        id: 'QUIET-17.call-goes-on',
        when: 'the caller exits inside a call',
        then: 'the call goes on and returns',
      },
      {
        id: 'QUIET-17.direct-faults',
        when: 'the direct pointer of that call is used after the exit',
        then: 'the access faults',
      },
      {
        id: 'QUIET-17.open',
        when: "Open is called on the dead caller's memory",
        then: 'E_ACCESSDENIED',
      },
      {
        id: 'QUIET-17.alloc-direct',
        when: 'Alloc is called on a direct pointer of that call',
        then: 'E_ACCESSDENIED',
      },
      {
        id: 'QUIET-17.alloc-held',
        when: 'Alloc is called on what was copied, or aliased by Open, before the exit',
        then: 'it works as before',
      },
      {
        id: 'QUIET-17.host-records',
        when: 'the host of a user-mode server exits',
        then: 'its records are released without write-back',
      },
      {
        id: 'QUIET-17.host-calls',
        when: 'the host of a user-mode server exits',
        then: 'the calls that it was serving end',
      },
    ],
  },
  {
    id: 'QUIET-18',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: ['facts'],
    text: `The address of an alias agrees with that of its source in the page offset at least; in
      shipped readings, in the low 16 bits.`,
    obligations: [
      {
        id: 'QUIET-18.page-offset',
        when: 'Alloc gives an alias',
        then: 'its low 12 bits are those of the source',
      },
      {
        id: 'QUIET-18.low-16-bits',
        when: 'Alloc gives an alias',
        then: 'its low 16 bits are those of the source',
        readings: 'shipped',
      },
    ],
  },
  {
    id: 'QUIET-19',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `Kernel memory that is no copy is a source like any other for a call from the kernel; a
      user's call gets E_ACCESSDENIED. An alias from Alloc is refused as a source, one from Open
      is taken like the caller's own pages.`,
    obligations: [
      {
        id: 'QUIET-19.kernel-caller',
        when: 'Alloc gets kernel memory that is no copy in a call from the kernel',
        then: 'it works as on any source',
      },
      {
        id: 'QUIET-19.user-caller',
        when: 'Alloc gets kernel memory that is no copy in a call from a user process',
        then: 'E_ACCESSDENIED',
      },
      {
        id: 'QUIET-19.alloc-alias',
        when: 'the source is an alias that Alloc made',
        then: 'E_ACCESSDENIED',
      },
      {
        id: 'QUIET-19.open-alias',
        when: 'the source is an alias that Open gave',
        then: "it is taken as the caller's own pages",
      },
    ],
  },
  {
    id: 'QUIET-20',
    family: 'quiet',
    area: 'vm',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `VirtualAllocEx keeps a user process below 0x40000000. ERROR_INVALID_PARAMETER answers
      overlap with a live reservation, and a commit whose address lies in none; a commit without
      an address makes its own. Committed pages start as zeroes, belong to their process alone and
      go with the reservation. Of a commit over pages that are committed or mapped already nothing
      is said.`,
    obligations: [
      {
        id: 'QUIET-20.limit',
        when: 'a range at a given address in a user process passes 0x40000000',
        then: 'NULL and ERROR_INVALID_PARAMETER',
      },
      {
        id: 'QUIET-20.overlap',
        when: 'a reservation would overlap a live one of that process',
        then: 'NULL and ERROR_INVALID_PARAMETER',
      },
      {
        id: 'QUIET-20.commit-outside',
        when: 'a commit names an address outside every reservation of that process',
        then: 'NULL and ERROR_INVALID_PARAMETER',
      },
      {
        id: 'QUIET-20.commit-reserves',
        when: 'a commit names address 0',
        then: 'a new range is reserved and committed',
      },
      {
        id: 'QUIET-20.committed',
        when: 'a commit succeeds',
        then: 'its pages hold zeroes, are private to the process and follow the protection given',
        never: 'bytes that anyone stored before',
      },
      {
        id: 'QUIET-20.no-memory',
        when: 'a commit finds no memory',
        then: 'NULL and ERROR_NOT_ENOUGH_MEMORY; nothing is reserved and nothing committed',
      },
    ],
  },
  {
    id: 'QUIET-21',
    family: 'quiet',
    area: 'vm',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `VirtualCopyEx gives FALSE with ERROR_INVALID_PARAMETER and maps nothing when the source
      is unmapped or the destination is occupied. So it does when a physical range, shifted modulo
      2^32, crosses 4 GB.`,
    obligations: [
      {
        id: 'QUIET-21.unmapped-source',
        when: 'a page of a virtual source is unmapped',
        then: 'FALSE and ERROR_INVALID_PARAMETER, and nothing is mapped',
      },
      {
        id: 'QUIET-21.occupied',
        when: 'a page of the destination is mapped already',
        then: 'FALSE and ERROR_INVALID_PARAMETER, and nothing is mapped',
      },
      {
        id: 'QUIET-21.past-4-gb',
        when: 'a physical range runs past 4 GB, reckoned after the shift modulo 2^32',
        then: 'FALSE and ERROR_INVALID_PARAMETER, and nothing is mapped',
      },
    ],
  },
  {
    id: 'QUIET-22',
    family: 'quiet',
    area: 'vm',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `VirtualCopyEx from user mode, and another process's handle used there, give FALSE with
      ERROR_ACCESS_DENIED. A process that has exited gives ERROR_INVALID_HANDLE.`,
    obligations: [
      {
        id: 'QUIET-22.user-mode',
        when: 'code in user mode calls VirtualCopyEx',
        then: 'FALSE and ERROR_ACCESS_DENIED, and nothing is mapped',
      },
      {
        id: 'QUIET-22.other-process',
        when: 'code in user mode names another process to one of the three functions',
        then: 'failure and ERROR_ACCESS_DENIED, and nothing changes',
      },
      {
        id: 'QUIET-22.exited',
        when: 'a process named has exited',
        then: 'failure and ERROR_INVALID_HANDLE, and nothing changes',
      },
    ],
  },
  {
    id: 'QUIET-23',
    family: 'quiet',
    area: 'vm',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `Aliases made by Alloc are out of reach for VirtualFree and VirtualFreeEx: both give
      FALSE and release nothing. VirtualProtect can be called.`,
    obligations: [
      {
        id: 'QUIET-23.virtual-free',
        when: 'VirtualFree gets an alias that Alloc made',
        then: 'FALSE, and nothing is released',
      },
      {
        id: 'QUIET-23.virtual-free-ex',
        when: 'VirtualFreeEx gets an alias that Alloc made',
        then: 'FALSE, and nothing is released',
      },
      {
        id: 'QUIET-23.virtual-protect',
        when: 'VirtualProtect gets committed pages of the calling process',
        then: 'later accesses by that process follow the new protection',
      },
    ],
  },
  {
    id: 'QUIET-24',
    family: 'quiet',
    area: 'vm',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `Shifting costs a physical address its low 8 bits. Page offsets are compared after the
      shift back.`,
    obligations: [
      {
        id: 'QUIET-24.low-bits',
        when: 'a physical address that is no multiple of 256 is shifted and mapped',
        then: 'the mapping names the address with its low 8 bits cleared',
      },
      {
        id: 'QUIET-24.page-offset',
        when: "the destination's page offset differs from that of source << 8",
        then: 'FALSE and ERROR_INVALID_PARAMETER, and nothing is mapped',
      },
    ],
  },
  {
    id: 'QUIET-25',
    family: 'quiet',
    area: 'vm',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: 'PAGE_GUARD lasts for one access, which faults.',
    obligations: [
      {
        id: 'QUIET-25.first-access',
        when: 'a guarded page is accessed for the first time',
        then: 'the access faults',
      },
      {
        id: 'QUIET-25.cleared',
        when: 'a guarded page is accessed once more',
        then: 'the access follows the remaining protection',
      },
    ],
  },
] as const;
