/** ALIAS-8 to ALIAS-11: what is read and written through an alias, and what it costs. */
export const ALIAS_USE_CLAUSES = [
  {
    id: 'ALIAS-8',
    family: 'alias',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S1'],
    text: 'Wherever alias and source can both be read, they show the same bytes.',
    obligations: [
      {
        id: 'ALIAS-8.source-write',
        when: 'bytes are written through the source and then read through the alias',
        then: 'the alias gives the bytes written',
      },
      {
        id: 'ALIAS-8.alias-write',
        when: 'bytes are written through the alias and then read through the source',
        then: 'the source gives the bytes written',
      },
    ],
  },
  {
    id: 'ALIAS-9',
    family: 'alias',
    area: 'core',
    binds: 'driver',
    force: 'must',
    sources: ['S0'],
    text: `An alias protects nothing, since the caller can go on writing to it. Data that a driver
      validates comes from a duplicate.`,
    proxy: 'a double fetch through an alias with a write by the caller between the two reads',
    obligations: [
      {
        id: 'ALIAS-9',
        when: 'a driver validates bytes and uses them later',
        then: 'both reads are of a duplicate, or the bytes are read once',
        never: 'two reads through an alias',
      },
    ],
  },
  {
    id: 'ALIAS-10',
    family: 'alias',
    area: 'core',
    binds: 'none',
    force: 'advice',
    sources: ['S0', 'S1', 'S2'],
    text: `A duplicate costs a copy, which shows on large buffers. An uncached alias slows the
      accesses of both sides.`,
    proxy: '`marshalcheck cost` counts bytes copied and accesses made to uncached memory',
    obligations: [
      {
        id: 'ALIAS-10.copied-bytes',
        when: 'a call copies a buffer in or out',
        then: 'the bytes copied are added to the costs of the run',
      },
      {
        id: 'ALIAS-10.uncached-accesses',
        when: 'source or alias is accessed while it is uncached',
        then: 'the access is added to the costs of the run',
      },
    ],
  },
  {
    id: 'ALIAS-11',
    family: 'alias',
    area: 'core',
    binds: 'both',
    force: 'safe',
    sources: ['facts'],
    text: `A buffer whose descriptor lacks the O bit is not written by the server; such a write
      through an alias faults or ends up in the source. In documented readings Open and Alloc
      refuse the O bit on pages that are read-only for the caller. For CeAllocDuplicateBuffer see
      QUIET-14.`,
    obligations: [
      {
        id: 'ALIAS-11.server-writes',
        when: "a buffer's descriptor has no O bit",
        then: 'the server does not write to it',
        binds: 'driver',
      },
      {
        id: 'ALIAS-11.stray-write',
        when: 'the server writes all the same through an alias',
        then: 'the write faults or changes the source',
        never: 'any other effect',
        binds: 'system',
      },
      {
        id: 'ALIAS-11.open-refuses',
        when: 'Open gets the O bit over a page that the caller may not write',
        then: 'E_ACCESSDENIED',
        binds: 'system',
        readings: 'documented',
      },
      {
        id: 'ALIAS-11.alloc-refuses',
        when: 'Alloc gets the O bit over a page that the caller may not write',
        then: 'E_ACCESSDENIED, for an alias as for a duplicate',
        binds: 'system',
        readings: 'documented',
      },
      {
        id: 'ALIAS-11.shipped-alias',
        when: 'Alloc makes an alias with the O bit over a page that the caller may not write',
        then: "FAILED, or an alias with the page's own rights",
        binds: 'system',
        readings: 'shipped',
      },
      {
        id: 'ALIAS-11.shipped-duplicate',
        when: 'Alloc makes a duplicate with the O bit over a page that the caller may not write',
        then: 'S_OK, and the write-back fails later',
        binds: 'system',
        readings: 'shipped',
      },
    ],
  },
] as const;
