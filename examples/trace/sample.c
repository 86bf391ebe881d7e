/*
 * A driver's worth of calls with the tracing header, on the target in ../target-c: `sample SEED
 * ROUNDS`. Prints a log. Built with one of the target's defects (-DFAULT_n) it prints what such a
 * system gives.
 */
#include <stdio.h>
#include <stdlib.h>

#include "host.h"
#define MARSHALCHECK_TRACE_MAIN
#include "marshalcheck_trace.h"

#define READING "compact7-x86"
#define COPY_LIMIT 16384
#define BASE 0x30000u
#define PAGES 48
#define KEPT 12

static uint32_t state;

static uint32_t draw(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % below;
}

typedef struct {
    PVOID kept, opened, source;
    DWORD size, descriptor;
} pending;

static pending queue[KEPT];
static int queued;

/* The interrupt service thread finishes the oldest of what is pending. */
static void finish_one(void)
{
    pending done = queue[0];
    int at;
    if (queued == 0) return;
    for (at = 1; at < queued; at += 1) queue[at - 1] = queue[at];
    queued -= 1;
    host_become(0);
    CeFlushAsynchronousBuffer(done.kept, done.opened, done.source, done.size, done.descriptor);
    CeFreeAsynchronousBuffer(done.kept, done.opened, done.size, done.descriptor);
    if (draw(6) == 0) {
        CeFreeAsynchronousBuffer(done.kept, done.opened, done.size, done.descriptor);
    }
}

static DWORD size_for(DWORD descriptor)
{
    if (descriptor == ARG_IO_PDW) return 4;
    if (descriptor == ARG_IO_PI64) return 8;
    return draw(8) == 0 ? 20000 + draw(30000) : 1 + draw(4000);
}

static void open_and_close(PVOID source, DWORD size, DWORD descriptor)
{
    PVOID opened = NULL;
    PVOID kept = NULL;
    PVOID copy = NULL;
    if (FAILED(CeOpenCallerBuffer(&opened, source, size, descriptor, draw(4) == 0))) return;
    if (draw(3) == 0 && SUCCEEDED(CeAllocDuplicateBuffer(&copy, opened, size, ARG_I_PTR))) {
        CeFreeDuplicateBuffer(copy, opened, size, ARG_I_PTR);
    }
    if (queued < KEPT && opened == source && draw(2) == 0
        && SUCCEEDED(CeAllocAsynchronousBuffer(&kept, opened, size, descriptor))) {
        pending later;
        later.kept = kept;
        later.opened = opened;
        later.source = source;
        later.size = size;
        later.descriptor = descriptor;
        queue[queued++] = later;
    }
    CeCloseCallerBuffer(opened, source, size, descriptor);
}

static void call(int thread, int process)
{
    static const DWORD descriptors[] = {
        ARG_I_PTR, ARG_O_PTR, ARG_IO_PTR, ARG_IO_PTR, ARG_IO_PDW, ARG_IO_PI64};
    PVOID source = (PVOID)(uintptr_t)(BASE + 8 * draw(17000));
    DWORD descriptor = descriptors[draw(6)];
    DWORD size = size_for(descriptor);
    PVOID parameter;
    host_call(thread, process, FALSE, NULL, 0, 0, &parameter);
    host_become(thread);
    MARSHALCHECK_CALL(0x20 + (DWORD)process);
    if (draw(5) == 0) {
        PVOID opened = (PVOID)(uintptr_t)0x30303030u;
        CeOpenCallerBuffer(&opened, source, size, 0, 0);
        CeOpenCallerBuffer(&opened, (PVOID)(uintptr_t)0x90000000u, size, descriptor, 0);
    }
    open_and_close(source, size, descriptor);
    host_return(thread);
    MARSHALCHECK_RETURN();
}

int main(int count, char **words)
{
    static unsigned char bytes[PAGES * 4096];
    int rounds = count > 2 ? atoi(words[2]) : 20;
    state = 2463534242u + 7919u * (uint32_t)(count > 1 ? atoi(words[1]) : 1);
    host_memory(1, BASE, "48:4", bytes, sizeof bytes);
    host_memory(2, BASE, "48:4", bytes, sizeof bytes);
    host_begin(READING, "kernel", COPY_LIMIT, 2);
    MARSHALCHECK_BEGIN(READING, "kernel", COPY_LIMIT);
    while (rounds-- > 0) {
        call(1 + (int)draw(3), 1 + (int)draw(2));
        while (queued > 0 && draw(2) == 0) finish_one();
    }
    while (queued > 0) finish_one();
    return 0;
}
