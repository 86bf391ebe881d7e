// Scenario texts that several tests start from.

/** A duplicate that Free writes back into Open's copy, and Close to the caller. */
export const writeBack = `# kept
marshalcheck: 1
title: Free and Close carry what the server wrote to the caller
clauses: [FREE-1, CLOSE-1]
readings: documented
server: kernel
board: {opens: copy, newCopyOfCopy: true}
memory:
  a: {process: app1, size: 600}
  b: {process: app1, size: 20, beside: a}
steps:
  - call: {process: app1, on: call1, gives: S_OK}
  - CeOpenCallerBuffer: {on: call1, source: a, size: 600, descriptor: ARG_IO_PTR, as: opened, gives: S_OK}
  - CeAllocAsynchronousBuffer: {on: call1, source: opened, size: 600, descriptor: ARG_IO_PTR, as: async, gives: S_OK}
  - write: {on: service, to: async + 8, size: 4, data: 1, gives: ok}
  - read: {on: app1, from: a + 8, size: 4, gives: initial a}
  - CeFreeAsynchronousBuffer: {on: call1, buffer: async, source: opened, size: 600, descriptor: ARG_IO_PTR, gives: S_OK}
  - CeCloseCallerBuffer: {on: call1, buffer: opened, source: a, size: 600, descriptor: ARG_IO_PTR, gives: S_OK}
  - read: {on: app1, from: a + 8, size: 4, gives: written 1}
  - read: {on: app1, from: b, size: 20, gives: initial b}
  - return: {on: call1, gives: ok}
verdict: conforms
fault: free-skips-write-back
`;

/** A second Free: refused by the documents, let through by the released kernels. */
export const doubleFree = `marshalcheck: 1
title: a second Free
clauses: [FREE-3]
readings: all
copyLimit: 520
server: kernel
memory:
  a: {process: app1, size: 100}
steps:
  - call: {process: app1, on: call1, source: a, size: 100, descriptor: ARG_I_PTR, as: parameter}
  - CeAllocAsynchronousBuffer: {on: call1, source: parameter, size: 100, descriptor: ARG_I_PTR, as: async}
  - CeFreeAsynchronousBuffer: {on: call1, buffer: async, source: parameter, size: 100, descriptor: ARG_I_PTR, gives: S_OK}
  - CeFreeAsynchronousBuffer: {on: call1, buffer: async, source: parameter, size: 100, descriptor: ARG_I_PTR, gives: {documented: FAILED, shipped: [S_OK, FAILED]}}
verdict: {documented: conforms, shipped: {unsafe: [heap-freed-twice]}}
`;
