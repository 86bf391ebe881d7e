/** INV: what holds in every reachable state. */
export const INVARIANT_CLAUSES = [
  {
    id: 'INV-LEAK',
    family: 'invariants',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: 'When all calls have returned and every documented release was made, nothing is left.',
    obligations: [
      {
        id: 'INV-LEAK.records',
        when: 'all calls have returned and every documented release was made',
        then: 'no record is left',
      },
      {
        id: 'INV-LEAK.heap',
        when: 'all calls have returned and every documented release was made',
        then: 'no heap byte is left allocated',
      },
      {
        id: 'INV-LEAK.aliases',
        when: 'all calls have returned and every documented release was made',
        then: 'no alias is left',
      },
      {
        id: 'INV-LEAK.mappings',
        when: 'all calls have returned and every documented release was made',
        then: 'no mapping or reservation of a server or caller is left',
      },
      {
        id: 'INV-LEAK.uncached-pages',
        when: 'all calls have returned and every documented release was made',
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
    text: `From each reachable state in which the driver rules were kept, releases alone lead back
      to the empty state.`,
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
    text: `No process reads or writes memory that no live mapping or call gives it. What lies
      beside a buffer on an alias's pages or a copy's heap is exempt: a server that touches it
      breaks ASYNC-24, and the effect is open.`,
    obligations: [
      {
        id: 'INV-ISOLATE.read',
        when: 'a process reads memory that no live mapping or call gives it',
        then: 'the read faults',
      },
      {
        id: 'INV-ISOLATE.write',
        when: 'a process writes to memory that no live mapping or call gives it',
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
    text: `Two live views of one memory that may both be read agree, views under VM-4 excepted. A
      duplicate changes only by its owner, and the source of a duplicate by write-back only.`,
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
    text: 'Reference counts equal the live references, and none is negative.',
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
    text: `A call that returned FAILED left the state as it was, apart from what the documents say
      it releases. A failed write-back may leave a prefix (QUIET-12), and a guard that was touched
      is cleared (QUIET-25).`,
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
    text: 'No bytes of the kernel or of another process reach a process that has no right to them.',
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
