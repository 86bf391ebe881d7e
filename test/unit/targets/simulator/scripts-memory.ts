// Faults of aliases, cache attributes, address spaces and processes.
import { FORCE, I_PTR, IO_PTR, MINE, type Rig, SECRET, UNCACHED } from './rig.js';
import { type Script, script, VIVT } from './script.js';

/** A call and a forced alias of [source, source + size). */
function aliased(rig: Rig, source = MINE, size = 600, descriptor = IO_PTR): number {
  rig.call({ source, size, descriptor });
  return rig.alloc(source, size, descriptor + FORCE);
}

export const FAULT_SCRIPTS_MEMORY: Readonly<Record<string, Script>> = {
  'alias-at-page-start': script((rig) => {
    const alias = aliased(rig, MINE + 0x1010);
    rig.read(alias, 4);
  }),
  'alias-last-page-missing': script((rig) => {
    const alias = aliased(rig, MINE + 0xff0);
    rig.read(alias, 600);
  }),
  'alias-takes-no-reference': script((rig) => {
    const alias = aliased(rig);
    rig.virtualFree(MINE);
    rig.virtualAlloc(MINE);
    rig.read(alias, 4);
  }),
  'free-ignores-pins': script((rig) => {
    const alias = aliased(rig);
    rig.virtualFree(MINE);
    rig.read(alias, 4);
  }),
  'exit-drops-aliases': script((rig) => {
    const alias = aliased(rig);
    rig.exit();
    rig.read(alias, 4);
  }),
  'exit-releases-records': script((rig) => {
    rig.call({ source: MINE, size: 100, descriptor: I_PTR });
    const buffer = rig.alloc(MINE, 100, I_PTR);
    rig.exit();
    rig.free(buffer, MINE, 100, I_PTR);
  }),
  'exit-takes-next-process': script((rig) => {
    rig.exit();
    rig.sees(MINE, 4, 2);
  }),
  'protect-reaches-aliases': script((rig) => {
    const alias = aliased(rig);
    rig.protect(MINE, 0x1000, 2);
    rig.write(alias, 4, 0xee);
  }),
  'only-source-uncached': script((rig) => {
    const alias = aliased(rig);
    rig.write(alias, 4, 0xee);
    rig.sees(MINE, 4);
  }, VIVT),
  'only-alias-uncached': script((rig) => {
    const alias = aliased(rig);
    rig.puts(MINE, 4, 0xee);
    rig.read(alias, 4);
  }, VIVT),
  'nothing-uncached': script((rig) => {
    const alias = aliased(rig);
    rig.write(alias, 4, 0xee);
    rig.sees(MINE, 4);
  }, VIVT),
  'last-page-stays-cached': script((rig) => {
    const alias = aliased(rig, MINE, 5000);
    rig.puts(MINE + 0x1000, 4, 0xee);
    rig.read(alias + 0x1000, 4);
  }, VIVT),
  'recached-at-first-free': script((rig) => {
    const first = aliased(rig);
    const second = rig.alloc(MINE, 600, IO_PTR + FORCE);
    rig.free(first, MINE, 600, IO_PTR + FORCE);
    rig.puts(MINE, 4, 0xee);
    rig.read(second, 4);
  }, VIVT),
  'never-recached': script((rig) => {
    const alias = aliased(rig);
    rig.free(alias, MINE, 600, IO_PTR + FORCE);
  }, VIVT),
  'nocache-page-recached': script((rig) => {
    const alias = aliased(rig, UNCACHED);
    rig.free(alias, UNCACHED, 600, IO_PTR + FORCE);
  }, VIVT),
  'protect-recaches-aliased': script((rig) => {
    const alias = aliased(rig);
    rig.protect(MINE, 0x1000, 4);
    rig.puts(MINE, 4, 0xee);
    rig.read(alias, 4);
  }, VIVT),
  'lines-kept-on-change': script((rig) => {
    rig.puts(MINE, 4, 0xee);
    const alias = aliased(rig);
    rig.read(alias, 4);
  }, VIVT),
  'lines-dropped-uncleaned': script((rig) => {
    rig.puts(MINE, 4, 0xee);
    const alias = aliased(rig);
    rig.read(alias, 4);
  }, VIVT),
  'service-thread-sees-caller': script((rig) => {
    rig.call();
    rig.read(MINE, 4, { thread: 0 });
  }),
  'space-kept-after-return': script((rig) => {
    rig.call();
    rig.ret();
    rig.read(MINE, 4, { thread: 0 });
  }),
  'space-not-switched-back': script((rig) => {
    rig.call({ process: 2 });
    rig.ret();
    rig.call();
    rig.read(MINE, 4);
  }),
  'user-reads-kernel': script((rig) => {
    rig.sees(SECRET, 4);
  }),
};
