import { describe, expect, test } from 'vitest';
import type { Row } from './driver.js';
import * as given from './driver.js';
import { found } from './driver.js';

const { SOURCE, OTHER, GIVEN, SIZE, FLAG, ARG_IO_PTR, ARG_I_ASTR } = given;

const lawful: readonly Row[] = [
  {
    name: 'a call held in the middle counts when it completes',
    act: (d) =>
      d
        .call()
        .open({ pause: 'checked', answer: { status: 'paused' } })
        .edit(SOURCE)
        .do('resume', { answer: { pointer: GIVEN } })
        .read(GIVEN)
        .close()
        .return()
        .end(),
  },
  {
    name: 'what the target does not offer did not happen',
    act: (d) =>
      d
        .call()
        .open({ answer: { status: 'refused' } })
        .return()
        .end(),
  },
  {
    name: 'applications do what they like',
    act: (d) =>
      d
        .call()
        .open()
        .do('read', { thread: -1, process: 1, pointer: GIVEN, size: 4 })
        .edit(GIVEN)
        .edit(0x90000000, 64, 2)
        .close()
        .return()
        .end(),
  },
  {
    name: 'memory of the driver itself',
    act: (d) => d.call().read(0x81000000).write(0x81000000, { thread: 0 }).return().end(),
  },
  {
    name: 'memory of a user-mode driver itself',
    world: { server: 'user' },
    act: (d) => d.call().read(0x30000).write(0x30000, { thread: 0 }).return().end(),
  },
  {
    name: 'a kernel buffer that a kernel caller passed, used as kernel memory later',
    act: (d) => {
      const source = 0x81000000;
      d.call({ viaKernel: true }).direct({ source }).close({ source, pointer: source }).return();
      return d.read(source, { thread: 0 }).end();
    },
  },
  {
    name: 'a call that has not returned still has time',
    act: (d) => d.call().open().alloc().end(),
  },
  {
    name: 'an access over two opened buffers that touch',
    act: (d) =>
      d
        .call()
        .direct()
        .direct({ source: SOURCE + SIZE })
        .read(SOURCE + SIZE - 2)
        .close({ pointer: SOURCE })
        .close({ pointer: SOURCE + SIZE, source: SOURCE + SIZE })
        .return()
        .end(),
  },
  {
    name: 'closing one of two Opens that an asynchronous buffer may stand on',
    act: (d) => {
      const alone = { source: SOURCE };
      d.call().direct().direct().alloc(alone).close({ pointer: SOURCE });
      return d.free(alone).close({ pointer: SOURCE }).return().end();
    },
  },
  {
    name: 'a string of unknown length',
    act: (d) => {
      const text = { size: 0, descriptor: ARG_I_ASTR };
      d.call()
        .open(text)
        .read(GIVEN + 300)
        .alloc({ ...text, descriptor: (FLAG | ARG_I_ASTR) >>> 0 });
      d.free({ ...text, descriptor: (FLAG | ARG_I_ASTR) >>> 0 });
      return d.close(text).return().end();
    },
  },
  {
    name: "a process's memory ends with it, and its number is reused",
    act: (d) => {
      d.call().direct().read(SOURCE).close({ pointer: SOURCE }).return().exit();
      d.do('start', { thread: -1, process: 1 }).edit(SOURCE).call().direct().read(SOURCE);
      return d.close({ pointer: SOURCE }).return().end();
    },
  },
  {
    name: 'a user-mode host that exits takes everything along',
    world: { server: 'user' },
    act: (d) => d.call().open().alloc().exit(8).end(),
  },
  {
    name: 'an access of no bytes',
    act: (d) => d.call().read(SOURCE, { size: 0 }).return().end(),
  },
  {
    name: 'what a process handles of its own with the other operations',
    act: (d) =>
      d
        .do('VirtualAlloc', { thread: -1, process: 1, pointer: SOURCE })
        .do('VirtualProtect', { thread: -1, process: 1, pointer: SOURCE, size: 4096 })
        .end(),
  },
];

describe('a driver that keeps the rules', () => {
  test.each(lawful)('$name', (row) => {
    expect(found(row)).toEqual([]);
  });

  test('many buffers, one after the other', () => {
    const driver = new given.Driver();
    for (let i = 0; i < 400; i += 1) driver.call().open().read(GIVEN).close().return();
    driver.call().open();
    for (let i = 0; i < 300; i += 1) driver.copy({ answer: { pointer: OTHER + 0x9000_0000 + i } });
    expect(driver.all).toEqual([]);
    expect(driver.return().last).toHaveLength(64);
    expect(driver.last[0]).toBe('CLOSE-4.before-return');
  });

  test('a breach names the buffer that it is about', () => {
    const driver = new given.Driver().call().open().direct({ source: OTHER }).return();
    expect(driver.last).toEqual(['CLOSE-4.before-return', 'CLOSE-4.before-return']);
    expect([...driver.monitor.addresses.subarray(0, 2)]).toEqual([GIVEN, OTHER]);
  });

  test('a monitor begins afresh', () => {
    const driver = new given.Driver();
    driver.call().open().return();
    expect(driver.all).toEqual(['CLOSE-4.before-return']);
    const reading = given.Driver.reading;
    driver.monitor.begin({ reading, userServer: false, copyLimit: 520 });
    expect(driver.monitor.end()).toBe(0);
    expect(driver.call().open({ descriptor: ARG_IO_PTR }).close().return().end().last).toEqual([]);
  });
});
