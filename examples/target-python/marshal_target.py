#!/usr/bin/env python3
"""A target of marshalcheck: the seven functions and memory access, for drivers in the kernel.

It speaks the protocol of docs/target-protocol.md. A page is a bytearray, an alias the same one at a
second address. Processes never exit, calls are never held, nothing can be inspected: what is not
offered is not asked for. OPEN-1 and the like are clauses of docs/rules.md."""

import json
import sys

PAGE, KERNEL, KERNEL_BASE, READ, WRITE = 4096, 0, 0x80000000, 1, 2
I_BIT, O_BIT, FORCE_ALIAS, WSTR, ASTR = 4, 8, 0x80000000, 5, 6
DESCRIPTORS, EXACT_SIZE = {4, 5, 6, 8, 9, 10, 12, 13, 14}, {9: 4, 13: 4, 10: 8, 14: 8}  # QUIET-3
OK, FAIL, DENIED, HANDLE, INVALID = 0, 0x80004005, 0x80070005, 0x80070006, 0x80070057
NOT_SUPPORTED, HEAP = 0x80070032, 0xD0000000


class Failed(Exception):
    """A call ends with this HRESULT, having changed nothing."""

class Fault(Exception):
    """An access violation."""


class Record:
    """A buffer that a call made. `process` and `target`: whose bytes it stands for, and where."""

    def __init__(self, kind, form, step, length, process, base=None):
        self.kind, self.form, self.length, self.base = kind, form, length, base
        self.thread, self.process, self.target = step["thread"], process, step["source"]
        self.source, self.size, self.descriptor = step["source"], step["size"], step["descriptor"]
        self.pointer, self.pages, self.live = step["source"], [], True

    def covers(self, address, size):
        return self.pointer <= address <= address + size <= self.pointer + self.length


class Target:
    def reset(self, step):
        self.memory = {}  # (process, page number) -> [bytearray, rights]
        self.records, self.calls, self.next = [], {}, HEAP // PAGE
        self.by_size, self.limit = step["reading"] == "compact7-x86", step["copyLimit"]
        self.top = 0x80000000 if step["reading"] == "ce6-x86" else 0x7FF00000
        for region in step["regions"]:
            page, data = region["base"] // PAGE, bytes.fromhex(region["bytes"])
            for run in region["runs"]:
                rights = {1: 0, 2: READ, 4: READ | WRITE}[run["protection"] & 0xFF]
                for _ in range(run["pages"]):
                    self.memory[region["process"], page] = [bytearray(data[:PAGE]), rights]
                    page, data = page + 1, data[PAGE:]
        return {}

    def frames(self, space, address, size):
        """The entries of the pages of a range, None where there is none."""
        last = (address + max(size, 1) - 1) // PAGE
        return [self.memory.get((space, page)) for page in range(address // PAGE, last + 1)]

    def permits(self, space, address, size, rights):
        if address + size > 1 << 32:
            return False
        return all(e and e[1] & rights == rights for e in self.frames(space, address, size))

    def load(self, space, address, size):
        if not self.permits(space, address, size, READ):
            raise Fault
        pages = b"".join(page for page, _ in self.frames(space, address, size))
        return pages[address % PAGE :][:size]

    def store(self, space, address, data):
        if not self.permits(space, address, len(data), WRITE):
            raise Fault
        for page, _ in self.frames(space, address, len(data)):
            at = address % PAGE
            count = min(len(data), PAGE - at)
            page[at : at + count] = data[:count]
            address, data = address + count, data[count:]

    def space_of(self, thread, address):
        """Where the driver's code on that thread finds an address."""
        if address >= KERNEL_BASE:
            return KERNEL
        return self.calls[thread]["process"] if thread in self.calls else None

    def around(self, address, *kinds):
        """The live copy or alias of one of these kinds that holds the byte."""
        made = (r for r in self.records if r.live and r.kind in kinds and r.form != "direct")
        return next((each for each in made if each.covers(address, 1)), None)

    def offers(self, space, address, size, rights):
        """Mapped with these rights; in the kernel's heap also within one live buffer."""
        if space != KERNEL or address < HEAP:
            return self.permits(space, address, size, rights)
        made = (r for r in self.records if r.live and r.form in ("alias", "copy"))
        return any(record.covers(address, size) for record in made)

    def check(self, step):
        descriptor, size = step["descriptor"], step["size"]
        kind = descriptor & 15
        bad = descriptor & ~(FORCE_ALIAS | 15) or kind not in DESCRIPTORS
        bad = bad or size == 0 and kind not in (WSTR, ASTR) or EXACT_SIZE.get(kind, size) != size
        if bad or 0 in (step["source"], step.get("pointer")) or step.get("nullOut"):
            raise Failed(INVALID)

    def measure(self, step, space):
        """The length of a source; a string of size 0 goes through its terminator (ASYNC-5)."""
        length, width = step["size"], 2 if step["descriptor"] & 15 == WSTR else 1
        while step["size"] == 0:
            if not self.permits(space, step["source"] + length, width, READ):
                raise Failed(DENIED)
            length += width
            if not any(self.load(space, step["source"] + length - width, width)):
                return length
        return length

    def find_source(self, step, base=None, checks=True):
        """Space and length of a source that may be used as its descriptor says (OPEN-1, OPEN-4)."""
        if base:  # a part of a buffer that a call made (QUIET-6)
            length = self.measure(step, KERNEL)
            if not base.covers(step["source"], length):
                raise Failed(DENIED)
            return KERNEL, length
        source, thread, writes = step["source"], step["thread"], step["descriptor"] & O_BIT
        space, call = self.space_of(thread, source), self.calls.get(thread)
        trusted = call is None or call.get("viaKernel")  # the kernel itself calls (OPEN-4)
        length, limit = self.measure(step, space), 0x70000000 if writes else self.top
        in_range = length < 1 << 31 and 0x10000 <= source and source + length < limit
        if not trusted and (space == KERNEL or checks and not in_range):
            raise Failed(DENIED)
        if not self.offers(space, source, length, READ | WRITE if writes and checks else READ):
            raise Failed(DENIED)
        return space, length

    def place(self, record, frames, low_bits, rights):
        """Maps pages at an address that was never used, with these low 16 bits (QUIET-18)."""
        first = self.next + low_bits // PAGE
        record.pages = range(first, first + len(frames))
        record.pointer = first * PAGE + low_bits % PAGE
        for page, frame in zip(record.pages, frames):
            self.memory[KERNEL, page] = [frame, rights]
        self.next = (first + len(frames) + 31) // 16 * 16
        self.records.append(record)
        return record.pointer

    def copy(self, kind, step, length, space, base=None):
        data = bytes(length)  # an OUT copy starts as zeroes (DUP-4)
        if step["descriptor"] & I_BIT:
            data = self.load(space, step["source"], length)
        data += bytes(-length % PAGE)
        frames = [bytearray(data[at : at + PAGE]) for at in range(0, len(data), PAGE)]
        record = Record(kind, "copy", step, length, space, base)
        return self.place(record, frames, 0, READ | WRITE)

    def alias(self, step, length, space):
        frames = [page for page, _ in self.frames(space, step["source"], length)]
        rights = READ | WRITE if step["descriptor"] & O_BIT else READ
        record = Record("async", "alias", step, length, space)
        return self.place(record, frames, step["source"] % 0x10000, rights)

    def named(self, kind, step, mask=0xFFFFFFFF):
        """The live record that a call names with the values that made it (FREE-3, FREE-4)."""
        self.check(step)
        wanted = (step["source"], step["size"], step["descriptor"] & mask)
        live = (r for r in self.records if r.live and r.kind == kind)
        there = [record for record in live if record.pointer == step["pointer"]]
        right = [r for r in there if (r.source, r.size, r.descriptor & mask) == wanted]
        if not right:
            raise Failed(INVALID if there else HANDLE)
        return next((r for r in right if r.thread == step["thread"]), right[0])

    def write_back(self, record, space, address):
        """All of it or nothing (QUIET-12)."""
        if not self.permits(space, address, record.length, WRITE):
            return FAIL
        return self.store(space, address, self.load(KERNEL, record.pointer, record.length)) or OK

    def end(self, record):
        """Writes a copy back for the O bit; releases it whatever came of that (FREE-2, CLOSE-3)."""
        result, base = OK, record.base
        if record.kind != "async" and any(r.live and r.base is record for r in self.records):
            raise Failed(INVALID)
        if record.descriptor & O_BIT and base and not base.live:
            result = FAIL
        elif record.descriptor & O_BIT and record.form == "copy":
            result = self.write_back(record, record.process, record.target)
        record.live = False
        for page in record.pages:
            del self.memory[KERNEL, page]
        return result

    def CeOpenCallerBuffer(self, step):
        self.check(step)
        space, length = self.find_source(step)
        if step.get("forceDuplicate"):
            base = self.around(step["source"], "open", "duplicate", "async")
            return OK, self.copy("open", step, length, space, base)
        self.records.append(Record("open", "direct", step, length, space))
        return OK, step["source"]

    def CeCloseCallerBuffer(self, step):
        return self.end(self.named("open", step, ~FORCE_ALIAS))

    def CeAllocAsynchronousBuffer(self, step):
        self.check(step)
        base = self.around(step["source"], "open", "duplicate")
        space, length = self.find_source(step, base)
        if step["thread"] == 0 or not base and self.around(step["source"], "async"):
            raise Failed(DENIED)  # QUIET-30, QUIET-19
        if base:  # of a copy the same pointer comes back (ASYNC-7)
            self.records.append(Record("async", "same", step, length, KERNEL, base))
            return OK, step["source"]
        if self.by_size and length <= self.limit and not step["descriptor"] & FORCE_ALIAS:
            return OK, self.copy("async", step, length, space)
        return OK, self.alias(step, length, space)

    def CeFreeAsynchronousBuffer(self, step):
        return self.end(self.named("async", step))

    def CeFlushAsynchronousBuffer(self, step):
        if step["descriptor"] & ~FORCE_ALIAS not in (8, 12):  # FLUSH-2, before all else
            raise Failed(NOT_SUPPORTED)
        record, given = self.named("async", step), step["unmarshalled"]
        if record.form == "alias":
            return OK
        if (base := record.base) is None:
            return self.write_back(record, record.process, record.target)
        if base.kind == "duplicate":  # CeFreeDuplicateBuffer carries the bytes on (QUIET-10)
            return INVALID if given else OK
        offset = record.source - base.pointer
        if given != base.source + offset:  # QUIET-11
            return INVALID
        if not base.live or not base.descriptor & O_BIT:
            return DENIED
        return self.write_back(record, base.process, base.target + offset)

    def CeAllocDuplicateBuffer(self, step):
        self.check(step)
        base = self.around(step["source"], "open", "duplicate", "async")
        space, length = self.find_source(step, base, checks=False)
        return OK, self.copy("duplicate", step, length, space, base)

    def CeFreeDuplicateBuffer(self, step):
        return self.end(self.named("duplicate", step, ~FORCE_ALIAS))

    def call(self, step):
        self.calls[step["thread"]] = step
        if "descriptor" not in step:
            return OK, 0
        try:  # an API parameter: in the kernel the caller's own pointer, checked as Open checks it
            self.check(step)
            self.find_source(step)
            return OK, step["source"]
        except Failed:
            del self.calls[step["thread"]]
            raise

    def finish(self, step):
        del self.calls[step["thread"]]
        for record in self.records:  # what was used directly ends with the call (SPACE-4)
            record.live &= record.form != "direct" or record.thread != step["thread"]
        return {}

    def access(self, step):
        address, thread = step["pointer"], step["thread"]
        space = self.space_of(thread, address)
        if thread < 0:  # an application: its own memory alone (SPACE-2)
            space = step["process"] if address < KERNEL_BASE else None
        if step["do"] == "read":
            return {"bytes": self.load(space, address, step["size"]).hex()}
        return self.store(space, address, bytes.fromhex(step["bytes"])) or {}

    read = write = access

    def perform(self, step):
        name = {"return": "finish"}.get(step["do"], step["do"])
        try:
            result = getattr(self, name)(step)
        except Failed as failed:  # the out-pointer of a call that failed is NULL
            result = failed.args[0], 0
        except Fault:
            return {"status": "faulted"}
        if isinstance(result, dict):
            return result
        value, pointer = result if isinstance(result, tuple) else (result, 0)
        tells = name in MAKING and not step.get("nullOut")
        return {"value": value, **({"pointer": pointer} if tells else {})}


MAKING = ["CeOpenCallerBuffer", "CeAllocAsynchronousBuffer", "CeAllocDuplicateBuffer", "call"]
HELLO = {"protocol": 1, "name": "target-python", "pointerBits": 32, "servers": ["kernel"]}
HELLO["readings"] = ["ce6-x86", "compact7-x86", "compact2013-x86", "compact2013-armv7"]
HELLO["operations"] = ["read", "write", "call", "return"]
HELLO["operations"] += [name for name in vars(Target) if name.startswith("Ce")]

target = Target()
for line in sys.stdin:
    asked = json.loads(line)
    steps = [target.perform(step) for step in asked.get("steps", [])]
    answer = {"id": asked["id"], **({"steps": steps} if steps else {"hello": HELLO})}
    print(json.dumps(answer), flush=True)
