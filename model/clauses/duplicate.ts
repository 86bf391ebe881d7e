/** DUP: secure copies of API parameters. */
export const DUPLICATE_CLAUSES = [
  {
    id: 'DUP-1',
    family: 'duplicate',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S0', 'S1'],
    text: `CeAllocDuplicateBuffer copies an API parameter securely, out of the caller's reach. The
      copy can be used asynchronously until it is closed and freed.`,
    obligations: [
      {
        id: 'DUP-1.secure-copy',
        when: 'the caller changes the parameter after CeAllocDuplicateBuffer gave a copy',
        then: 'the copy keeps the bytes that it had',
      },
      {
        id: 'DUP-1.starts-as',
        when: 'CeAllocDuplicateBuffer makes a copy',
        then: "it starts with the parameter's bytes; an OUT copy starts as the reading says",
        never: 'bytes of another owner (DUP-4)',
      },
      {
        id: 'DUP-1.asynchronous',
        when: 'the copy is used on another thread or after return, and before its release',
        then: "the access works on the copy's bytes",
      },
    ],
  },
  {
    id: 'DUP-2',
    family: 'duplicate',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S0', 'facts'],
    text: `CeFreeDuplicateBuffer frees the copy, and writes it back first when the descriptor has
      the O bit.`,
    obligations: [
      {
        id: 'DUP-2.frees',
        when: 'CeFreeDuplicateBuffer gets the values of a live duplicate',
        then: 'everything that CeAllocDuplicateBuffer allocated is released',
      },
      {
        id: 'DUP-2.writes-back',
        when: 'the descriptor of the duplicate has the O bit',
        then: 'the whole copy is written to the parameter first',
      },
      {
        id: 'DUP-2.input-unchanged',
        when: 'the descriptor of the duplicate has no O bit',
        then: 'no byte of the parameter changes',
      },
    ],
  },
  {
    id: 'DUP-3',
    family: 'duplicate',
    area: 'core',
    binds: 'driver',
    force: 'must',
    sources: ['facts'],
    text: `CeAllocDuplicateBuffer is not used on an embedded pointer that was not marshalled,
      because it does not check access.`,
    obligations: [
      {
        id: 'DUP-3',
        when: 'a driver calls CeAllocDuplicateBuffer',
        then: 'the source is an API parameter or was opened before',
      },
    ],
  },
  {
    id: 'DUP-4',
    family: 'duplicate',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `A write-back carries no bytes of another owner to the caller. Where the server wrote
      nothing, the caller finds its own old bytes again, or zeroes in a reading whose OUT
      duplicates begin with those.`,
    obligations: [
      {
        id: 'DUP-4.no-foreign-bytes',
        when: 'a copy is written back',
        then: "each byte is the server's own writing or what the copy started with",
        never: 'old contents of the heap or bytes of another process',
      },
      {
        id: 'DUP-4.unwritten-part',
        when: 'the server left a part of the copy unwritten',
        then: 'that part goes back as it was copied in, or as zeroes where the reading says so',
      },
    ],
  },
  {
    id: 'DUP-5',
    family: 'duplicate',
    area: 'core',
    binds: 'driver',
    force: 'advice',
    sources: ['facts'],
    text: `A driver had better not rely on a duplicate after the call has returned: the page of
      the function itself advises against it, although S1 permits it.`,
    obligations: [
      {
        id: 'DUP-5',
        when: 'the call has returned',
        then: 'the driver no longer uses a buffer from CeAllocDuplicateBuffer',
      },
    ],
  },
] as const;
