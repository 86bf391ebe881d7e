/*
 * The marshalling functions on a host: each is a step for the target in ../target-c, which is
 * compiled into this file, its defects (-DFAULT_n) included.
 */
#define main marshal_target_main
#include "../target-c/marshal_target.c"
#undef main
#undef S_OK

#include "host.h"

enum { STEP = 1 << 21 };

DWORD host_thread = 0x99;
static int actor;
static char *text;
static char *memory; /* members of the reset */
static size_t memory_length;

static char *room(char **buffer) {
    if (*buffer == NULL && (*buffer = malloc(STEP)) == NULL) die("out of memory");
    return *buffer;
}

/* Has the target carry out the step in `text`; its answer. */
static const char *carry_out(void) {
    static bool started;
    if (!started) start_machine();
    started = true;
    out_length = 0;
    perform(text);
    out[out_length] = 0;
    if (is_text(member(out, "status"), "refused")) {
        fprintf(stderr, "host: the target refuses %.200s\n", text);
        exit(3);
    }
    return out;
}

static const char *ask(const char *format, ...) {
    va_list list;
    va_start(list, format);
    vsnprintf(room(&text), STEP, format, list);
    va_end(list);
    return carry_out();
}

static DWORD number_of(PVOID pointer) { return (DWORD)(uintptr_t)pointer; }
static PVOID pointer_of(DWORD address) { return (PVOID)(uintptr_t)address; }

void host_become(int who) {
    actor = who;
    host_thread = who > 0 ? 0x100 + (DWORD)who : 0x99;
}

static size_t put_bytes(char *to, const unsigned char *bytes, DWORD size) {
    size_t length = 0;
    for (DWORD at = 0; at < size; at++) length += (size_t)sprintf(to + length, "%02x", bytes[at]);
    return length;
}

void host_memory(int process, DWORD base, const char *runs, const unsigned char *bytes,
                 DWORD size) {
    char *to = room(&memory);
    if (memory_length + 2 * (size_t)size + 4096 > STEP) die("too much memory");
    memory_length += (size_t)sprintf(to + memory_length, "%s{\"process\":%d,\"base\":%u,\"runs\":[",
                                     memory_length ? "," : "", process, base);
    for (const char *at = runs; *at;) {
        char *end;
        unsigned long pages = strtoul(at, &end, 0), protection = strtoul(end + 1, &end, 0);
        memory_length += (size_t)sprintf(to + memory_length, "{\"pages\":%lu,\"protection\":%lu}%s",
                                         pages, protection, *end ? "," : "");
        at = *end ? end + 1 : end;
    }
    memory_length += (size_t)sprintf(to + memory_length, "],\"bytes\":\"");
    memory_length += put_bytes(to + memory_length, bytes, size);
    memory_length += (size_t)sprintf(to + memory_length, "\"}");
}

void host_begin(const char *name, const char *where, DWORD limit, int count) {
    if (memory_length == 0) *room(&memory) = 0;
    ask("{\"do\":\"reset\",\"reading\":\"%s\",\"server\":\"%s\",\"copyLimit\":%u,"
        "\"applications\":%d,\"regions\":[%s]}",
        name, where, limit, count, memory);
    memory_length = 0;
}

HRESULT host_call(int thread, int process, BOOL forwarded, PVOID source, DWORD size,
                  DWORD descriptor, PVOID *parameter) {
    const char *answer = ask("{\"do\":\"call\",\"thread\":%d,\"process\":%d,\"viaKernel\":%s,"
                             "\"source\":%u,\"size\":%u,\"descriptor\":%u}",
                             thread, process, forwarded ? "true" : "false", number_of(source),
                             size, descriptor);
    *parameter = pointer_of(number(answer, "pointer"));
    return (HRESULT)number(answer, "value");
}

void host_return(int thread) { ask("{\"do\":\"return\",\"thread\":%d}", thread); }
void host_exit(int process) { ask("{\"do\":\"exit\",\"process\":%d}", process); }
void host_start(int process) { ask("{\"do\":\"start\",\"process\":%d}", process); }

static void who_and_where(const char *what, PVOID address, DWORD size) {
    snprintf(room(&text), STEP,
             "{\"do\":\"%s\",\"thread\":%d,\"process\":%d,\"pointer\":%u,\"size\":%u", what,
             actor < 0 ? -1 : actor, actor < 0 ? -actor : 0, number_of(address), size);
}

BOOL host_read(PVOID address, DWORD size, unsigned char *bytes) {
    who_and_where("read", address, size);
    strcat(text, "}");
    return bytes_of(member(carry_out(), "bytes"), bytes, size) == size;
}

BOOL host_write(PVOID address, DWORD size, const unsigned char *bytes) {
    who_and_where("write", address, size);
    strcat(text, ",\"bytes\":\"");
    put_bytes(text + strlen(text), bytes, size);
    strcat(text, "\"}");
    return !is_text(member(carry_out(), "status"), "faulted");
}

DWORD host_virtual(const char *name, PVOID address, DWORD size, DWORD protection) {
    return number(ask("{\"do\":\"%s\",\"process\":%d,\"pointer\":%u,\"size\":%u,"
                      "\"protection\":%u}",
                      name, -actor, number_of(address), size, protection),
                  "value");
}

static const char *function(const char *name, DWORD buffer, PVOID source, DWORD size,
                            DWORD descriptor, const char *more) {
    return ask("{\"do\":\"%s\",\"thread\":%d,\"pointer\":%u,\"source\":%u,\"size\":%u,"
               "\"descriptor\":%u%s}",
               name, actor, buffer, number_of(source), size, descriptor, more);
}

/* A function that gives a buffer. */
static HRESULT gives(const char *name, PVOID *to, PVOID source, DWORD size, DWORD descriptor,
                     const char *more) {
    const char *answer = function(name, 0, source, size, descriptor,
                                  to == NULL ? ",\"nullOut\":true" : more);
    if (to != NULL && member(answer, "pointer")) *to = pointer_of(number(answer, "pointer"));
    return (HRESULT)number(answer, "value");
}

static HRESULT ends(const char *name, PVOID buffer, PVOID source, DWORD size, DWORD descriptor) {
    return (HRESULT)number(function(name, number_of(buffer), source, size, descriptor, ""),
                           "value");
}

HRESULT CeOpenCallerBuffer(PVOID *to, PVOID source, DWORD size, DWORD descriptor, BOOL force) {
    return gives("CeOpenCallerBuffer", to, source, size, descriptor,
                 force ? ",\"forceDuplicate\":true" : "");
}

HRESULT CeAllocAsynchronousBuffer(PVOID *to, PVOID source, DWORD size, DWORD descriptor) {
    return gives("CeAllocAsynchronousBuffer", to, source, size, descriptor, "");
}

HRESULT CeAllocDuplicateBuffer(PVOID *to, PVOID source, DWORD size, DWORD descriptor) {
    return gives("CeAllocDuplicateBuffer", to, source, size, descriptor, "");
}

HRESULT CeCloseCallerBuffer(PVOID buffer, PVOID source, DWORD size, DWORD descriptor) {
    return ends("CeCloseCallerBuffer", buffer, source, size, descriptor);
}

HRESULT CeFreeAsynchronousBuffer(PVOID buffer, PVOID source, DWORD size, DWORD descriptor) {
    return ends("CeFreeAsynchronousBuffer", buffer, source, size, descriptor);
}

HRESULT CeFreeDuplicateBuffer(PVOID buffer, PVOID source, DWORD size, DWORD descriptor) {
    return ends("CeFreeDuplicateBuffer", buffer, source, size, descriptor);
}

HRESULT CeFlushAsynchronousBuffer(PVOID buffer, PVOID source, PVOID unmarshalled, DWORD size,
                                  DWORD descriptor) {
    char more[40];
    snprintf(more, sizeof more, ",\"unmarshalled\":%u", number_of(unmarshalled));
    return (HRESULT)number(function("CeFlushAsynchronousBuffer", number_of(buffer), source, size,
                                    descriptor, more),
                           "value");
}
