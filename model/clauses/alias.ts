/** ALIAS-1 to ALIAS-7: MARSHAL_FORCE_ALIAS, and what an alias does to the cache. */
export const ALIAS_CLAUSES = [
  {
    id: 'ALIAS-1',
    family: 'alias',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S1', 'S2', 'facts'],
    text: `A kernel server that passes the flag gets an alias, one memory with its source, unless
      the source is a copy made by Open or CeAllocDuplicateBuffer. There the flag has no effect.`,
    obligations: [
      {
        id: 'ALIAS-1.alias',
        when: 'a kernel server calls Alloc with the flag on a source that was not copied',
        then: 'it gets an alias at every size and on every processor',
      },
      {
        id: 'ALIAS-1.one-memory',
        when: 'an alias of a source lives',
        then: 'both name the same physical bytes',
        never: 'a heap copy behind the alias',
      },
      {
        id: 'ALIAS-1.copied-source',
        when: 'the flag is passed on a source that is a copy',
        then: 'Alloc gives what it gives without the flag',
      },
    ],
  },
  {
    id: 'ALIAS-2',
    family: 'alias',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S1', 'S2'],
    text: `While an alias lives on a virtually tagged cache, its pages are accessed uncached
      through the source as well as through the alias.`,
    obligations: [
      {
        id: 'ALIAS-2.source',
        when: 'an alias lives on a virtually tagged cache',
        then: 'each page of its source is uncached',
      },
      {
        id: 'ALIAS-2.alias',
        when: 'an alias lives on a virtually tagged cache',
        then: 'each page of the alias is uncached',
      },
    ],
  },
  {
    id: 'ALIAS-3',
    family: 'alias',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S1', 'S2'],
    text: `When the last alias of a page is freed the page is cached again, and no sooner. A page
      that was uncached before its first alias stays uncached.`,
    obligations: [
      {
        id: 'ALIAS-3.recaches-at-last',
        when: 'the last alias of a page that was cached before is freed',
        then: 'the page is cached again',
      },
      {
        id: 'ALIAS-3.not-before-last',
        when: 'an alias of a page is freed and another one lives',
        then: 'the page stays uncached',
      },
      {
        id: 'ALIAS-3.never-initially-uncached',
        when: 'the last alias of a page that was uncached before is freed',
        then: 'the page stays uncached',
      },
    ],
  },
  {
    id: 'ALIAS-4',
    family: 'alias',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S1'],
    text: `On a virtually tagged cache no page is left with two cached mappings because of an
      alias that Alloc made. For mappings made by VirtualCopyEx see VM-4.`,
    obligations: [
      {
        id: 'ALIAS-4',
        when: 'an alias that Alloc made maps a page on a virtually tagged cache',
        then: 'of this page there are not two cached mappings, those under VM-4 aside',
      },
    ],
  },
  {
    id: 'ALIAS-5',
    family: 'alias',
    area: 'core',
    binds: 'driver',
    force: 'advice',
    sources: ['S1', 'S2'],
    text: `The flag is meant for more than 16 KB, on every processor and in user mode too: 16 384
      bytes give a warning and 16 385 none. For a larger buffer it may be passed even if it has no
      effect.`,
    obligations: [
      {
        id: 'ALIAS-5.size',
        when: 'a driver passes the flag to Alloc with a size that is not measured',
        then: 'the size is greater than 16 384 bytes',
      },
      {
        id: 'ALIAS-5.measured-length',
        when: 'a driver passes the flag to Alloc with a size-0 string',
        then: 'the measured length is greater than 16 384 bytes',
      },
    ],
  },
  {
    id: 'ALIAS-6',
    family: 'alias',
    area: 'core',
    binds: 'driver',
    force: 'must',
    sources: ['S1', 'S2', 'facts'],
    text: `Flush and Free repeat the flag as Alloc got it: with it if it was passed, without it if
      not. This holds on every processor and in user mode too.`,
    obligations: [
      {
        id: 'ALIAS-6.flush-with',
        when: 'Alloc got the flag and the buffer is flushed',
        then: 'Flush gets the flag',
      },
      {
        id: 'ALIAS-6.free-with',
        when: 'Alloc got the flag and the buffer is freed',
        then: 'Free gets the flag',
      },
      {
        id: 'ALIAS-6.flush-without',
        when: 'Alloc did not get the flag and the buffer is flushed',
        then: 'Flush does not get the flag',
      },
      {
        id: 'ALIAS-6.free-without',
        when: 'Alloc did not get the flag and the buffer is freed',
        then: 'Free does not get the flag',
      },
    ],
  },
  {
    id: 'ALIAS-7',
    family: 'alias',
    area: 'core',
    binds: 'system',
    force: ['hazard', 'safe'],
    sources: ['S1', 'S2'],
    text: `In a kernel server a call that breaks ALIAS-6 may hang, leak or be refused with FAILED,
      as long as nothing of others is damaged. In a user-mode server, which ignores the flag, the
      call works; the breach is reported there too.`,
    obligations: [
      {
        id: 'ALIAS-7.open-effect',
        when: 'Flush or Free differs from Alloc in the flag alone, in a kernel server',
        then: 'the call may hang, leak the buffer, fail, or work by the recorded values',
        force: 'hazard',
      },
      {
        id: 'ALIAS-7.bystanders',
        when: 'Flush or Free differs from Alloc in the flag alone, in a kernel server',
        then: 'what others hold stays as it was',
        never: 'corruption outside the record, its source and their cache attributes',
        force: 'safe',
      },
      {
        id: 'ALIAS-7.user-mode',
        when: 'Flush or Free differs from Alloc in the flag alone, in a user-mode server',
        then: 'the call works as with the flag of Alloc',
        force: 'safe',
      },
    ],
  },
] as const;
