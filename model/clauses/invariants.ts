/** INV: what holds in every reachable state. */
export const INVARIANT_CLAUSES = [
  {
    id: 'INV-LEAK',
    family: 'invariants',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `After all documented releases, and with no call in progress, nothing is left allocated,
      mapped or uncached.`,
    obligations: [
      {
        id: 'INV-LEAK.records',
        when: 'no call is in progress and all that is documented to be released was released',
        then: 'no record is left',
      },
      {
        id: 'INV-LEAK.heap',
        when: 'no call is in progress and all that is documented to be released was released',
        then: 'no heap byte is left allocated',
      },
      {
        id: 'INV-LEAK.aliases',
        when: 'no call is in progress and all that is documented to be released was released',
        then: 'no alias is left',
      },
      {
        id: 'INV-LEAK.mappings',
        when: 'no call is in progress and all that is documented to be released was released',
        then: 'no mapping or reservation of a server or caller is left',
      },
      {
        id: 'INV-LEAK.uncached-pages',
        when: 'no call is in progress and all that is documented to be released was released',
        then: 'no page that was cached before is left uncached',
      },
    ],
  },
  {
    id: 'INV-RECOVER',
    family: 'invariants',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `As long as the driver rules were kept, there is a way back from any state to the empty
      one by releasing things and nothing else.`,
    obligations: [
      {
        id: 'INV-RECOVER',
        when: 'a state was reached without a breach',
        then: 'some sequence of releases alone leads to the empty state',
      },
    ],
  },
  {
    id: 'INV-ISOLATE',
    family: 'invariants',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `A process can read and write what its live mappings and its calls give it and nothing
      more. Neighbours on an alias's pages or in a copy's heap are left out: touching them breaks
      ASYNC-24, and anything may follow.`,
    obligations: [
      {
        id: 'INV-ISOLATE.read',
        when: 'a process reads memory that neither a live mapping nor a call gives it',
        then: 'the read faults',
      },
      {
        id: 'INV-ISOLATE.write',
        when: 'a process writes to memory that neither a live mapping nor a call gives it',
        then: 'the write faults and the memory stays as it was',
      },
    ],
  },
  {
    id: 'INV-COHERENT',
    family: 'invariants',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `Views of one memory agree as far as they may be read, those under VM-4 aside. Copies
      change by the hand of their owner alone, and what happens to a copy shows in its source
      after a write-back only.`,
    obligations: [
      {
        id: 'INV-COHERENT.views',
        when: 'two live views of one memory may both be read and neither falls under VM-4',
        then: 'they give the same bytes',
      },
      {
        id: 'INV-COHERENT.duplicate',
        when: 'a duplicate changes',
        then: 'its owner changed it',
      },
      {
        id: 'INV-COHERENT.source',
        when: "a duplicate's bytes appear in its source",
        then: 'a write-back carried them',
      },
    ],
  },
  {
    id: 'INV-CACHE',
    family: 'invariants',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `ALIAS-2, ALIAS-3 and ALIAS-4 hold for each page by itself, shared pages and overlapping
      aliases included.`,
    obligations: [
      {
        id: 'INV-CACHE.uncached',
        when: 'a page has a live alias on a virtually tagged cache',
        then: 'every mapping of it that ALIAS-2 names is uncached',
      },
      {
        id: 'INV-CACHE.recached',
        when: 'a page has no live alias any more',
        then: 'its cache attribute is what it was before the first alias',
      },
      {
        id: 'INV-CACHE.one-cached',
        when: 'a page has an alias from Alloc or Open on a virtually tagged cache',
        then: 'it has not two cached mappings, those under VM-4 aside',
      },
    ],
  },
  {
    id: 'INV-COUNT',
    family: 'invariants',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: 'Every reference count is the number of live references, and so never below zero.',
    obligations: [
      {
        id: 'INV-COUNT.equal',
        when: 'a page, record or alias has a reference count',
        then: 'the count equals the number of live references to it',
      },
      {
        id: 'INV-COUNT.not-negative',
        when: 'a reference is dropped',
        then: 'the count does not fall below zero',
      },
    ],
  },
  {
    id: 'INV-FAILSAFE',
    family: 'invariants',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `FAILED means that nothing happened, apart from releases that the documents announce.
      Two traces may stay: the beginning of a buffer after a failed write-back (QUIET-12), and a
      guard that is gone (QUIET-25).`,
    obligations: [
      {
        id: 'INV-FAILSAFE.unchanged',
        when: 'a call returned FAILED and no document says that it releases',
        then: 'the state is as before, the two exceptions aside',
      },
      {
        id: 'INV-FAILSAFE.releases',
        when: 'a call returned FAILED and a document says what it releases then',
        then: 'exactly that is released',
      },
    ],
  },
  {
    id: 'INV-SECRET',
    family: 'invariants',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `A process that was not given bytes of the kernel or of another process does not get to
      see them.`,
    obligations: [
      {
        id: 'INV-SECRET.kernel',
        when: 'a user process reads memory that it may read',
        then: 'it finds no bytes of the kernel that it was not given',
      },
      {
        id: 'INV-SECRET.other-process',
        when: 'a user process reads memory that it may read',
        then: 'it finds no bytes of another process that it was not given',
      },
    ],
  },
] as const;
