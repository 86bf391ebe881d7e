/** OPEN and CLOSE: synchronous marshalling of a pointer for the length of a call. */
export const OPEN_CLOSE_CLAUSES = [
  {
    id: 'OPEN-1',
    family: 'synchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S0', 'facts'],
    text: `CeOpenCallerBuffer checks the caller's access to the buffer and gives the current
      process a pointer that it can use. In documented readings, what the caller may not do
      itself, as the descriptor has it, is refused.`,
    obligations: [
      {
        id: 'OPEN-1.usable',
        when: 'Open gives S_OK on memory that the caller may use as the descriptor says',
        then: "the current process reads the caller's bytes, or a copy of them, at the pointer",
      },
      {
        id: 'OPEN-1.unmapped',
        when: 'a byte of the source is not mapped in the caller, or bars every access',
        then: 'E_ACCESSDENIED',
        readings: 'documented',
      },
      {
        id: 'OPEN-1.read-only',
        when: 'the descriptor has the O bit and a byte of the source is read-only for the caller',
        then: 'E_ACCESSDENIED',
        readings: 'documented',
      },
      {
        id: 'OPEN-1.out-pointer',
        when: 'Open returns FAILED and has an out-pointer',
        then: 'the out-pointer is NULL in documented readings, untouched in shipped ones',
      },
    ],
  },
  {
    id: 'OPEN-2',
    family: 'synchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['facts'],
    text: `With ForceDuplicate set, Open gives a private copy: what the caller changes later is
      not seen in it.`,
    obligations: [
      {
        id: 'OPEN-2.caller-changes-unseen',
        when: 'the caller changes its buffer after an Open with ForceDuplicate',
        then: "the server's copy keeps the bytes that it had",
      },
      {
        id: 'OPEN-2.server-changes-unseen',
        when: 'the server changes a copy that Open made',
        then: "the caller's buffer keeps its bytes until a write-back",
      },
      {
        id: 'OPEN-2.starts-as',
        when: 'Open makes a copy',
        then: "it starts with the source's bytes; an OUT copy starts as the reading says",
        never: 'bytes of another owner (DUP-4)',
      },
    ],
  },
  {
    id: 'OPEN-3',
    family: 'synchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['facts', 'S1'],
    text: `Open answers E_INVALIDARG to a NULL source, to a length of zero unless the descriptor
      is a string, and to ARG_DW or an undefined descriptor.`,
    obligations: [
      { id: 'OPEN-3.null-source', when: 'the source is NULL', then: 'E_INVALIDARG' },
      {
        id: 'OPEN-3.zero-length',
        when: 'the length is zero and the descriptor is no string',
        then: 'E_INVALIDARG',
      },
      {
        id: 'OPEN-3.descriptor',
        when: 'the descriptor is ARG_DW or has an undefined type',
        then: 'E_INVALIDARG',
      },
    ],
  },
  {
    id: 'OPEN-4',
    family: 'synchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['facts'],
    text: `Open answers E_ACCESSDENIED to a range that lies in the kernel, wraps around or runs
      past the limit, and to a source that it cannot read when it has to copy. A call that comes
      straight from the kernel gets no range check.`,
    obligations: [
      {
        id: 'OPEN-4.kernel-address',
        when: 'a user-mode caller passes a source in kernel space',
        then: 'E_ACCESSDENIED',
      },
      {
        id: 'OPEN-4.wrapped',
        when: 'source + length wraps around 32 bits, or the length is 2 GB or more',
        then: 'E_ACCESSDENIED',
      },
      {
        id: 'OPEN-4.past-limit',
        when: 'the range begins below 0x10000 or does not end below the limit for its use',
        then: 'E_ACCESSDENIED',
      },
      {
        id: 'OPEN-4.unreadable',
        when: 'Open has to copy in and a byte of the source cannot be read',
        then: 'E_ACCESSDENIED',
      },
      {
        id: 'OPEN-4.kernel-caller',
        when: 'the direct caller is the kernel itself',
        then: 'the range is not checked',
        never: 'a refusal for a kernel address as such',
      },
    ],
  },
  {
    id: 'OPEN-5',
    family: 'synchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['facts', 'S1'],
    text: 'Open answers E_OUTOFMEMORY when there is no memory for the copy that it needs.',
    obligations: [
      { id: 'OPEN-5', when: 'Open has to copy and the heap has no room', then: 'E_OUTOFMEMORY' },
    ],
  },
  {
    id: 'OPEN-6',
    family: 'synchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['facts', 'S1'],
    text: 'An Open that fails allocates nothing.',
    obligations: [
      {
        id: 'OPEN-6',
        when: 'Open returns FAILED',
        then: 'there is no new record, heap block, alias or mapping',
      },
    ],
  },
  {
    id: 'CLOSE-1',
    family: 'synchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S0', 'facts'],
    text: `CeCloseCallerBuffer frees whatever Open allocated. Before that it writes a copy back to
      the caller when the descriptor has the O bit.`,
    obligations: [
      {
        id: 'CLOSE-1.frees',
        when: 'Close gets the values of a live Open',
        then: 'everything that this Open allocated is released',
      },
      {
        id: 'CLOSE-1.writes-back',
        when: 'what is closed is a copy and its descriptor has the O bit',
        then: "the whole copy is written to the caller's buffer first",
      },
      {
        id: 'CLOSE-1.input-unchanged',
        when: 'what is closed is a copy and its descriptor has no O bit',
        then: "the caller's buffer stays as it is",
      },
    ],
  },
  {
    id: 'CLOSE-2',
    family: 'synchronous',
    area: 'core',
    binds: 'driver',
    force: 'must',
    sources: ['facts'],
    text: 'Close gets the source, size and descriptor that Open got, and the pointer that it gave.',
    obligations: [
      {
        id: 'CLOSE-2',
        when: 'a driver closes what it opened',
        then: "pointer, source, size and descriptor are those of that Open's call",
      },
    ],
  },
  {
    id: 'CLOSE-3',
    family: 'synchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['facts'],
    text: 'A Close whose write-back fails says so and releases the resources all the same.',
    obligations: [
      {
        id: 'CLOSE-3.reports',
        when: "Close's write-back fails",
        then: 'a FAILED code that the reading permits',
      },
      {
        id: 'CLOSE-3.releases',
        when: "Close's write-back fails",
        then: 'everything that Open allocated is released, and the pointer is dead',
      },
    ],
  },
  {
    id: 'CLOSE-4',
    family: 'synchronous',
    area: 'core',
    binds: 'driver',
    force: 'must',
    sources: ['S0'],
    text: `Each successful Open is closed exactly once. That happens before the call returns or,
      where an asynchronous buffer stands on it, after that buffer has been freed.`,
    obligations: [
      { id: 'CLOSE-4.closes', when: 'an Open succeeded', then: 'a Close for it follows' },
      { id: 'CLOSE-4.once', when: 'an Open was closed', then: 'it is not closed again' },
      {
        id: 'CLOSE-4.before-return',
        when: 'no asynchronous buffer stands on what was opened',
        then: 'it is closed before the call returns',
      },
      {
        id: 'CLOSE-4.after-free',
        when: 'an asynchronous buffer stands on what was opened',
        then: 'it is closed after that buffer was freed',
      },
    ],
  },
  {
    id: 'CLOSE-5',
    family: 'synchronous',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `If a copy with the O bit is closed outside its call, its bytes go to the caller of that
      call, never to the process that happens to be current. If the caller has exited, Close fails
      as in CLOSE-3.`,
    obligations: [
      {
        id: 'CLOSE-5.into-caller',
        when: 'a copy with the O bit is closed outside its call and the caller lives',
        then: "the copy is written to the caller's buffer",
        never: 'a write into whichever process is current',
      },
      {
        id: 'CLOSE-5.caller-gone',
        when: 'a copy with the O bit is closed and the caller has exited',
        then: 'FAILED, and the resources are released',
        never: 'a write into whichever process is current',
      },
    ],
  },
] as const;
