// Faults of shared pages, of memory that is handed out again and of calls that overlap.
import { FORCE, I_PTR, IO_PTR, MINE, type Rig, SECRET } from './rig.js';
import { REUSES, type Script, script, USER, VIVT } from './script.js';

/** The process of a user-mode host. */
const HOST = 8;

/** A call and as many forced aliases of the same bytes; the first and the last. */
function aliased(rig: Rig, count: number): readonly [number, number] {
  rig.call({ source: MINE, size: 600, descriptor: IO_PTR });
  const pointers = Array.from({ length: count }, () => rig.alloc(MINE, 600, IO_PTR + FORCE));
  return [pointers[0] ?? 0, pointers.at(-1) ?? 0];
}

function freeAlias(rig: Rig, alias: number): void {
  rig.free(alias, MINE, 600, IO_PTR + FORCE);
}

/** As many duplicates of a parameter; the one before the last. */
function duplicated(rig: Rig, count: number): number {
  rig.call({ source: MINE, size: 100, descriptor: I_PTR });
  const pointers = Array.from({ length: count }, () => rig.duplicate(MINE, 100, I_PTR));
  return pointers.at(-2) ?? 0;
}

export const FAULT_SCRIPTS_STATES: Readonly<Record<string, Script>> = {
  'recached-at-first-of-three': script((rig) => {
    const [first, last] = aliased(rig, 3);
    freeAlias(rig, first);
    rig.puts(MINE, 4, 0xee);
    rig.read(last, 4);
  }, VIVT),
  'protect-recaches-thrice-aliased': script((rig) => {
    const [first] = aliased(rig, 3);
    rig.protect(MINE, 0x1000, 4);
    rig.puts(MINE, 4, 0xee);
    rig.read(first, 4);
  }, VIVT),
  'alias-free-unmaps-twin': script((rig) => {
    const [first, last] = aliased(rig, 2);
    freeAlias(rig, first);
    rig.read(last, 4);
  }),
  'exit-drops-twice-aliased': script((rig) => {
    const [first] = aliased(rig, 2);
    rig.exit();
    rig.read(first, 4);
  }),
  'third-alias-uncounted': script((rig) => {
    aliased(rig, 3);
  }),
  'alias-release-counts-twice': script((rig) => {
    const [first] = aliased(rig, 3);
    freeAlias(rig, first);
  }),
  'uncached-page-handed-out': script((rig) => {
    aliased(rig, 1);
    rig.exit();
    rig.start();
  }, VIVT),
  'exit-drops-others-aliases': script((rig) => {
    const [first] = aliased(rig, 1);
    rig.call({ process: 2, thread: 2, source: MINE, size: 600, descriptor: IO_PTR });
    rig.alloc(MINE, 600, IO_PTR + FORCE, { thread: 2 });
    rig.exit(2);
    rig.read(first, 4);
  }),
  'alias-keeps-old-rights': script(
    (rig) => {
      rig.call({ source: MINE, size: 600, descriptor: IO_PTR });
      const first = rig.alloc(MINE, 600, I_PTR + FORCE);
      rig.free(first, MINE, 600, I_PTR + FORCE);
      const second = rig.alloc(MINE, 600, IO_PTR + FORCE);
      rig.write(second, 4, 0xee);
    },
    { personality: REUSES },
  ),
  'heap-free-takes-neighbour': script((rig) => {
    const middle = duplicated(rig, 3);
    rig.freeDuplicate(middle, MINE, 100, I_PTR);
  }),
  'fourth-block-overlaps': script((rig) => {
    const third = duplicated(rig, 4);
    rig.read(third, 100);
  }),
  'call-goes-on-in-restarted': script((rig) => {
    rig.call();
    rig.exit();
    rig.start();
    rig.read(MINE, 4);
  }),
  'forwarder-remembered': script((rig) => {
    rig.call({ viaKernel: true });
    rig.ret();
    rig.call();
    rig.open(SECRET, 100, I_PTR);
  }),
  'resumed-for-last-caller': script((rig) => {
    rig.call();
    const request = { source: MINE, size: 100, descriptor: I_PTR, forceDuplicate: true };
    rig.do('CeOpenCallerBuffer', { ...request, pause: 'checked' });
    rig.call({ process: 2, thread: 2 });
    const { pointer } = rig.resume();
    rig.read(pointer, 100);
  }),
  'host-exit-keeps-heap': script((rig) => {
    rig.call();
    rig.copy(MINE, 100, IO_PTR);
    rig.exit(HOST);
    rig.insides.push(String(rig.inspection.heapBlocks()));
  }, USER),
  'host-exit-keeps-records': script((rig) => {
    rig.call();
    rig.copy(MINE, 100, IO_PTR);
    rig.exit(HOST);
    rig.insides.push(String(rig.inspection.records()));
  }, USER),
};
