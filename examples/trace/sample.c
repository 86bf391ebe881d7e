/*
 * A driver's worth of calls with the tracing header, on the host: `sample SEED ROUNDS`. Prints a
 * log; on stderr the number of the record in which the planted defect of host.c first showed.
 */
#include <stdio.h>
#include <stdlib.h>

#include "host.h"
#define MARSHALCHECK_TRACE_MAIN
#include "marshalcheck_trace.h"

#define KEPT 12

DWORD host_thread = 1;
static int shown;
static uint32_t state;

void host_defect(void)
{
    if (!shown) fprintf(stderr, "%ld\n", (long)marshalcheck_counter + 1);
    shown = 1;
}

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
    DWORD thread;
} pending;

static pending queue[KEPT];
static int queued;

/* An interrupt service thread finishes the oldest of what is pending. */
static void finish_one(void)
{
    pending done = queue[0];
    int at;
    if (queued == 0) return;
    for (at = 1; at < queued; at += 1) queue[at - 1] = queue[at];
    queued -= 1;
    host_thread = 0x99;
    CeFlushAsynchronousBuffer(done.kept, done.opened, done.source, done.size, done.descriptor);
    CeFreeAsynchronousBuffer(done.kept, done.opened, done.size, done.descriptor);
    if (draw(6) == 0) {
        CeFreeAsynchronousBuffer(done.kept, done.opened, done.size, done.descriptor);
    }
}

static void call(DWORD thread, DWORD process)
{
    static const DWORD descriptors[] = {ARG_I_PTR, ARG_O_PTR, ARG_IO_PTR};
    PVOID source = (PVOID)(uintptr_t)(0x30000 + 0x10000 * draw(64) + 8 * draw(400));
    DWORD size = draw(8) == 0 ? 20000 + draw(30000) : 1 + draw(4000);
    DWORD descriptor = descriptors[draw(3)];
    PVOID opened = NULL;
    PVOID kept = NULL;
    PVOID copy = NULL;
    host_thread = thread;
    MARSHALCHECK_CALL(process);
    if (draw(5) == 0) {
        CeOpenCallerBuffer(&opened, source, size, 0, 0);
        CeOpenCallerBuffer(&opened, (PVOID)(uintptr_t)0x90000000u, size, descriptor, 0);
    }
    if (SUCCEEDED(CeOpenCallerBuffer(&opened, source, size, descriptor, draw(4) == 0))) {
        if (draw(3) == 0 && SUCCEEDED(CeAllocDuplicateBuffer(&copy, opened, size, ARG_I_PTR))) {
            CeFreeDuplicateBuffer(copy, opened, size, ARG_I_PTR);
        }
        if (queued < KEPT && opened == source && draw(2) == 0
            && SUCCEEDED(CeAllocAsynchronousBuffer(&kept, opened, size, descriptor))) {
            pending later = {0};
            later.kept = kept;
            later.opened = opened;
            later.source = source;
            later.size = size;
            later.descriptor = descriptor;
            queue[queued++] = later;
        }
        CeCloseCallerBuffer(opened, source, size, descriptor);
    }
    MARSHALCHECK_RETURN();
}

int main(int count, char **words)
{
    int rounds = count > 2 ? atoi(words[2]) : 20;
    state = 2463534242u + 7919u * (uint32_t)(count > 1 ? atoi(words[1]) : 1);
    MARSHALCHECK_BEGIN("compact7-x86", "kernel", 16384);
    while (rounds-- > 0) {
        call(0x11 + 4 * draw(3), 0x21 + 4 * draw(2));
        while (queued > 0 && draw(2) == 0) finish_one();
    }
    while (queued > 0) finish_one();
    return 0;
}
