/** QUIET-14 to QUIET-19: what the project decided on sources, callers and processes. */
export const QUIET_SOURCES_CLAUSES = [
  {
    id: 'QUIET-14',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `CeAllocDuplicateBuffer refuses arguments as OPEN-3 does, an unreadable source with
      E_ACCESSDENIED and a lack of memory with E_OUTOFMEMORY. A call that fails allocates nothing.
      A read-only source with the O bit succeeds, and its Free fails.`,
    obligations: [
      { id: 'QUIET-14.null-source', when: 'the source is NULL', then: 'E_INVALIDARG' },
      {
        id: 'QUIET-14.zero-length',
        when: 'the length is zero and the descriptor is no string',
        then: 'E_INVALIDARG',
      },
      {
        id: 'QUIET-14.descriptor',
        when: 'the descriptor is ARG_DW or has an undefined type',
        then: 'E_INVALIDARG',
      },
      {
        id: 'QUIET-14.unreadable',
        when: 'a byte of the source cannot be read',
        then: 'E_ACCESSDENIED',
      },
      { id: 'QUIET-14.no-memory', when: 'the heap has no room', then: 'E_OUTOFMEMORY' },
      {
        id: 'QUIET-14.allocates-nothing',
        when: 'CeAllocDuplicateBuffer returns FAILED',
        then: 'there is no new record or heap block',
      },
      {
        id: 'QUIET-14.read-only-source',
        when: 'the descriptor has the O bit and the source is read-only',
        then: 'S_OK',
      },
      {
        id: 'QUIET-14.read-only-free',
        when: 'a duplicate of a read-only source with the O bit is freed',
        then: 'FAILED; the source stays as it is and the duplicate is released',
      },
    ],
  },
  {
    id: 'QUIET-15',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `A direct Open of a size-0 string measures it in every reading, and only there does a
      shipped direct Open touch memory. Measured into a bad byte, it gives E_ACCESSDENIED.`,
    obligations: [
      {
        id: 'QUIET-15.measured',
        when: 'a size-0 string is opened directly',
        then: 'it is measured through its terminator',
      },
      {
        id: 'QUIET-15.bad-byte',
        when: 'that measuring reaches a byte that cannot be read',
        then: 'E_ACCESSDENIED',
      },
    ],
  },
  {
    id: 'QUIET-16',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `A Free by a process that does not own the record is as in FREE-3. A same-pointer buffer
      whose API parameter is gone gives S_OK for I and FAILED for O, and its record goes.`,
    obligations: [
      {
        id: 'QUIET-16.other-process',
        when: 'a process frees a buffer whose record belongs to another one',
        then: 'FAILED, and nothing is released',
        never: 'a change to what others hold',
      },
      {
        id: 'QUIET-16.input-gone',
        when: 'a same-pointer buffer with I alone is freed after its API parameter is gone',
        then: 'S_OK, and the record is released',
      },
      {
        id: 'QUIET-16.output-gone',
        when: 'a same-pointer buffer with the O bit is freed after its API parameter is gone',
        then: 'FAILED, and the record is released',
      },
    ],
  },
  {
    id: 'QUIET-17',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `When the caller exits inside a call, the call goes on and returns, and only what does
      not need the dead process works. When the host of a user-mode server exits, its records go
      without write-back and its calls end.`,
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
    text: `Alloc on kernel memory that is no copy works as on any source if the caller is the
      kernel; for a user caller it gives E_ACCESSDENIED. An alias from Alloc is refused as a
      source, one from Open is taken like the caller's own pages.`,
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
] as const;
