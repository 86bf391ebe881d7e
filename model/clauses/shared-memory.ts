/** VM-1 to VM-6: what VirtualAllocEx, VirtualCopyEx and VirtualFreeEx do. */
export const SHARED_MEMORY_CALL_CLAUSES = [
  {
    id: 'VM-1',
    family: 'shared-memory',
    area: 'vm',
    binds: 'system',
    force: 'must',
    sources: ['S4', 'facts'],
    text: `VirtualAllocEx reserves addresses in the process that it is given; in a user process
      they lie below 2 GB. Access to what is reserved and not mapped faults.`,
    obligations: [
      {
        id: 'VM-1.in-given-process',
        when: 'VirtualAllocEx succeeds',
        then: 'the range is reserved in the process given, and in no other',
      },
      {
        id: 'VM-1.below-2-gb',
        when: 'VirtualAllocEx succeeds for a user process',
        then: 'every address of the range lies below 0x80000000',
      },
      {
        id: 'VM-1.faults',
        when: 'an address is accessed that is reserved and not mapped',
        then: 'the access faults',
      },
      {
        id: 'VM-1.arguments',
        when: 'VirtualAllocEx gets size 0, or a type or protection that it does not know',
        then: 'NULL and ERROR_INVALID_PARAMETER, and nothing is reserved',
      },
      {
        id: 'VM-1.no-room',
        when: 'the process given has no free range of that size',
        then: 'NULL and ERROR_NOT_ENOUGH_MEMORY, and nothing is reserved',
      },
    ],
  },
  {
    id: 'VM-2',
    family: 'shared-memory',
    area: 'vm',
    binds: 'system',
    force: 'must',
    sources: ['S4', 'facts'],
    text: `VirtualCopyEx maps the source into a range that was reserved before. Both processes
      then see the same memory; nothing is copied.`,
    obligations: [
      {
        id: 'VM-2.same-memory',
        when: 'VirtualCopyEx succeeds',
        then: 'both addresses name the same physical bytes',
        never: 'a copy behind the new mapping',
      },
      {
        id: 'VM-2.not-reserved',
        when: 'the destination does not lie inside one reservation of its process',
        then: 'FALSE and ERROR_INVALID_PARAMETER, and nothing is mapped',
      },
      {
        id: 'VM-2.zero-size',
        when: 'the size is 0',
        then: 'FALSE and ERROR_INVALID_PARAMETER, and nothing is mapped',
      },
      {
        id: 'VM-2.bad-handle',
        when: 'source or destination process is no valid handle or ID',
        then: 'FALSE and ERROR_INVALID_HANDLE, and nothing is mapped',
      },
    ],
  },
  {
    id: 'VM-3',
    family: 'shared-memory',
    area: 'vm',
    binds: 'both',
    force: 'must',
    sources: ['S4', 'facts'],
    text: `Source and destination have the same offset in their pages. A driver rounds the address
      down, grows the size by the offset and adds the offset back. Otherwise VirtualCopyEx gives
      FALSE with ERROR_INVALID_PARAMETER and maps nothing.`,
    obligations: [
      {
        id: 'VM-3.refuses',
        when: 'the page offsets of source and destination differ',
        then: 'FALSE and ERROR_INVALID_PARAMETER, and nothing is mapped',
        binds: 'system',
      },
      {
        id: 'VM-3.whole-pages',
        when: 'a driver shares memory that does not begin on a page',
        then: 'it rounds down, grows the size and adds the offset to what it hands out',
        binds: 'driver',
      },
    ],
  },
  {
    id: 'VM-4',
    family: 'shared-memory',
    area: 'vm',
    binds: 'both',
    force: 'must',
    sources: ['S4', 'facts'],
    text: `PAGE_NOCACHE makes a mapping uncached. A cached and an uncached view of one memory may
      disagree on any write-back cache that does not snoop, and two cached views on a virtually
      tagged one. Who makes such views cleans the cache or avoids them; they are reported, and
      INV-COHERENT and INV-CACHE leave them out.`,
    obligations: [
      {
        id: 'VM-4.uncached',
        when: 'VirtualCopyEx succeeds with PAGE_NOCACHE',
        then: 'accesses through the mapping bypass the cache',
        binds: 'system',
      },
      {
        id: 'VM-4.mixed-views',
        when: 'a driver shares memory by a cached and an uncached view',
        then: 'it cleans or invalidates the cache at each hand-over, or keeps to one view',
        binds: 'driver',
      },
      {
        id: 'VM-4.cached-views',
        when: 'a driver shares memory by two cached views on a virtually tagged cache',
        then: 'it cleans or invalidates the cache at each hand-over, or keeps to one view',
        binds: 'driver',
      },
    ],
  },
  {
    id: 'VM-5',
    family: 'shared-memory',
    area: 'vm',
    binds: 'system',
    force: 'must',
    sources: ['S4', 'facts'],
    text: `VirtualFreeEx with size 0 and MEM_RELEASE releases that reservation of the process
      given that starts at the base given. If none does, or size or type is wrong, it gives FALSE
      and releases nothing. A process named by mistake loses its own reservation at that base.
      MEM_DECOMMIT with a size takes the pages back and leaves the reservation.`,
    obligations: [
      {
        id: 'VM-5.releases',
        when: 'a reservation of the process given starts at the base, with size 0 and MEM_RELEASE',
        then: 'TRUE; the reservation and the mappings in it are gone',
      },
      {
        id: 'VM-5.no-reservation',
        when: 'no reservation of the process given starts at the base',
        then: 'FALSE, and nothing is released',
      },
      {
        id: 'VM-5.size',
        when: 'MEM_RELEASE comes with a size that is not 0',
        then: 'FALSE and ERROR_INVALID_PARAMETER, and nothing is released',
      },
      {
        id: 'VM-5.decommit',
        when: 'MEM_DECOMMIT comes with size 0',
        then: 'FALSE and ERROR_INVALID_PARAMETER, and nothing is released',
      },
      {
        id: 'VM-5.decommits',
        when: 'MEM_DECOMMIT comes with a size over pages of one reservation of the process given',
        then: 'TRUE; access to these pages faults, and the reservation stays',
      },
      {
        id: 'VM-5.type',
        when: 'the type of release is not one that VirtualFreeEx knows',
        then: 'FALSE and ERROR_INVALID_PARAMETER, and nothing is released',
      },
      {
        id: 'VM-5.other-process',
        when: 'another process than the intended one is given and has a reservation at the base',
        then: 'that process loses its own reservation, and the intended one keeps what it had',
      },
      {
        id: 'VM-5.virtual-free',
        when: 'VirtualFree gets the base of a reservation in another process',
        then: 'it fails, or releases what the calling process itself reserved at that base',
        never: "a change to the other process's reservation",
      },
    ],
  },
  {
    id: 'VM-6',
    family: 'shared-memory',
    area: 'vm',
    binds: 'driver',
    force: 'must',
    sources: ['S4'],
    text: `Every reservation is released, after a VirtualCopyEx that failed too, and with
      VirtualFreeEx rather than VirtualFree.`,
    obligations: [
      {
        id: 'VM-6.releases',
        when: 'a driver reserved addresses in a process',
        then: 'it releases the reservation',
      },
      {
        id: 'VM-6.after-failed-copy',
        when: 'VirtualCopyEx failed on a reservation',
        then: 'the driver releases the reservation',
      },
      {
        id: 'VM-6.by-virtual-free-ex',
        when: 'a driver releases a reservation in another process',
        then: 'it does so by VirtualFreeEx with that process',
        never: 'VirtualFree, which acts on the calling process',
      },
    ],
  },
] as const;
