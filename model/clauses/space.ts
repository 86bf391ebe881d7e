/** SPACE: whose memory a pointer means, and how long a call lends it. */
export const SPACE_CLAUSES = [
  {
    id: 'SPACE-1',
    family: 'spaces',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S0'],
    text: `Every process has an address space of its own. A pointer taken from one process means
      nothing in another before it has been marshalled.`,
    obligations: [
      {
        id: 'SPACE-1',
        when: "a process uses a number that is another process's pointer and was not marshalled",
        then: "the access falls on the using process's own space: its own memory there, or a fault",
        never: "the other process's bytes, unless a call or a live mapping lends them",
      },
    ],
  },
  {
    id: 'SPACE-2',
    family: 'spaces',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S3', 'S4'],
    text: 'Code in a user-mode process can neither read nor write kernel memory.',
    obligations: [
      {
        id: 'SPACE-2.read',
        when: 'a user-mode process reads a kernel address',
        then: 'the read is an access violation',
        never: 'any byte of kernel memory',
      },
      {
        id: 'SPACE-2.write',
        when: 'a user-mode process writes to a kernel address',
        then: 'the write is an access violation and the memory stays as it was',
      },
    ],
  },
  {
    id: 'SPACE-3',
    family: 'spaces',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S0'],
    text: `Direct access: on the thread that carries the call, a kernel server may work with the
      pointer just as the caller passed it. This ends with the call, or with the caller's life if
      that ends first.`,
    obligations: [
      {
        id: 'SPACE-3.read',
        when: "the call's own thread reads through the caller's pointer in a kernel server",
        then: "it reads the caller's bytes of that moment",
      },
      {
        id: 'SPACE-3.write',
        when: "the call's own thread writes through the caller's pointer in a kernel server",
        then: 'the caller sees what was written, without any release or flush',
      },
    ],
  },
  {
    id: 'SPACE-4',
    family: 'spaces',
    area: 'core',
    binds: 'driver',
    force: 'must',
    sources: ['S0'],
    text: `Once the call has returned, the server's threads no longer reach the caller's address
      space, and an interrupt thread does not reach it during the call either. Using a synchronous
      pointer there is a use after return.`,
    obligations: [
      {
        id: 'SPACE-4.after-return',
        when: 'the call has returned',
        then: 'no thread of the server uses the synchronous pointer of that call',
      },
      {
        id: 'SPACE-4.interrupt-thread',
        when: 'the call still lasts',
        then: 'no thread but the one that carries it uses its synchronous pointer',
      },
      {
        id: 'SPACE-4.direct-faults',
        when: 'a direct pointer is used after return, or by a thread that carries no such call',
        then: 'the access faults',
        never: 'a read or change of any memory',
        binds: 'system',
      },
    ],
  },
  {
    id: 'SPACE-5',
    family: 'spaces',
    area: 'core',
    binds: 'driver',
    force: 'must',
    sources: ['S0'],
    text: `A pointer inside a structure is marshalled by the driver itself, for the kernel
      marshals the parameters of a call only. Used raw inside the call it reads memory all the
      same, which is why the use is reported.`,
    proxy: 'a raw caller pointer that was never marshalled is used',
    obligations: [
      {
        id: 'SPACE-5.marshals',
        when: 'a driver uses a pointer that it found inside a structure',
        then: 'it has opened that pointer before, for the bytes that it uses',
      },
      {
        id: 'SPACE-5.left-alone',
        when: 'a call passes a structure that contains pointers',
        then: 'the kernel hands these pointers over as they are, unmarshalled',
        binds: 'system',
      },
      {
        id: 'SPACE-5.raw-use',
        when: 'a kernel server uses such a raw pointer inside the call, on its thread',
        then: "the access works on the caller's memory like any direct access",
        binds: 'system',
      },
    ],
  },
  {
    id: 'SPACE-6',
    family: 'spaces',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `When a process exits, its memory is taken from that process and from nobody else. Live
      aliases of it stay and no other process breaks, not even if a call by the exiting process is
      still being served.`,
    obligations: [
      {
        id: 'SPACE-6.takes-memory',
        when: 'a process has exited',
        then: 'its addresses are mapped no more and its pages without other users are free',
      },
      {
        id: 'SPACE-6.keeps-aliases',
        when: 'a process exits while aliases of its pages live',
        then: 'each alias keeps its pages, their bytes and its access rights',
      },
      {
        id: 'SPACE-6.breaks-no-other',
        when: 'a process exits',
        then: 'the memory, records and mappings of every other process stay as they were',
      },
      {
        id: 'SPACE-6.inside-call',
        when: 'a process exits while one of its threads is inside a call',
        then: 'the three statements above hold just the same, and the server stays intact',
      },
    ],
  },
  {
    id: 'SPACE-7',
    family: 'spaces',
    area: 'core',
    binds: 'driver',
    force: 'safe',
    sources: [],
    text: 'A driver releases what it allocated on behalf of a caller once that caller has gone.',
    obligations: [
      {
        id: 'SPACE-7',
        when: 'a caller has exited and the driver has been told so',
        then: 'the driver has released every resource that it held for that caller',
      },
    ],
  },
] as const;
