/*
 * A conforming implementation of the seven marshalling functions of Windows CE, as a target of
 * marshalcheck, in one file of C99. It speaks the target protocol, version 1, on stdin and stdout
 * (docs/target-protocol.md), and needs nothing but a POSIX system with memfd_create: Linux.
 *
 * The memory is real. Physical memory is a memfd. Each process has 4 GB of this program's address
 * space for its own, and each page of it is a mapping of the memfd at that place, with mprotect for
 * its rights. An alias is a second mapping of the same page of the memfd; an access that the rules
 * forbid is a SIGSEGV, caught and reported as `faulted`. Copies live in pages of the server.
 *
 *     make                 the conforming target
 *     make FAULT=3         with the third of the defects that are listed below
 *
 * Sections: constants, machine, processes, records, arguments, the functions, calls, inspection,
 * JSON, protocol. Clause IDs (OPEN-1 ...) are those of docs/rules.md.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* ---- defects that can be built in: -DFAULT_1 ... -DFAULT_16 ---- */
enum {
#if defined FAULT_1
    FAULT = 1 /* Free does not write back (FREE-1) */
#elif defined FAULT_2
    FAULT = 2 /* Close writes one byte too few back (CLOSE-1) */
#elif defined FAULT_3
    FAULT = 3 /* MARSHAL_FORCE_ALIAS gives a copy (ALIAS-1) */
#elif defined FAULT_4
    FAULT = 4 /* the cache comes back with the first of several aliases (ALIAS-3) */
#elif defined FAULT_5
    FAULT = 5 /* the source of an alias stays cached (ALIAS-2) */
#elif defined FAULT_6
    FAULT = 6 /* a failing write-back keeps the buffer (FREE-2, CLOSE-3) */
#elif defined FAULT_7
    FAULT = 7 /* an OUT copy starts with what was in the heap before (DUP-4) */
#elif defined FAULT_8
    FAULT = 8 /* a failed Open or Alloc leaves its record behind (OPEN-6, ASYNC-12) */
#elif defined FAULT_9
    FAULT = 9 /* only the first page of a buffer is checked (OPEN-1, ASYNC-9) */
#elif defined FAULT_10
    FAULT = 10 /* aliases of a process go when it exits (ASYNC-4, SPACE-6) */
#elif defined FAULT_11
    FAULT = 11 /* Flush takes every descriptor with the O bit (FLUSH-2) */
#elif defined FAULT_12
    FAULT = 12 /* a second Free is accepted (FREE-3) */
#elif defined FAULT_13
    FAULT = 13 /* the copy limit is compared with < for <= (ASYNC-7) */
#elif defined FAULT_14
    FAULT = 14 /* the terminator of a measured string is not counted (ASYNC-5) */
#elif defined FAULT_15
    FAULT = 15 /* the out-pointer is left alone when a call fails (ASYNC-11) */
#elif defined FAULT_16
    FAULT = 16 /* Close writes into whatever process has the caller's number now (CLOSE-5) */
#else
    FAULT = 0
#endif
};

/* ---- constants of the API (pkfuncs.h, winerror.h) ---- */
enum { ARG_I_WSTR = 5, ARG_I_ASTR = 6, ARG_O_PTR = 8, ARG_O_PDW = 9, ARG_O_PI64 = 10 };
enum { ARG_IO_PTR = 12, ARG_IO_PDW = 13, ARG_IO_PI64 = 14, I_BIT = 4, O_BIT = 8 };
#define FORCE_ALIAS 0x80000000u
#define VALID_TYPES 0x7770u /* bit n: type n is taken */

#define S_OK 0u
#define E_FAIL 0x80004005u
#define E_ACCESSDENIED 0x80070005u
#define E_HANDLE 0x80070006u
#define E_OUTOFMEMORY 0x8007000Eu
#define E_INVALIDARG 0x80070057u
#define NOT_SUPPORTED 0x80070032u
#define PAUSED 1u /* no HRESULT of ours: the call is held */

#define KERNEL_BASE 0x80000000u
#define WRITE_LIMIT 0x70000000u
#define OUT_UNTOUCHED 0xDEADB0DEu

/* ---- the machine ---- */
enum { PAGE = 4096, SPACES = 9, KERNEL = 0, HOST = 8, APPLICATIONS = 4, THREADS = 5 };
enum { FRAMES = 16384, PAGES = 1 << 20, NOWHERE = -1 };
enum { PRESENT = 1 << 20, READ = 1 << 21, WRITE = 1 << 22, UNCACHED = 1 << 23 };
enum { NOCACHE = 1 << 24, ALIAS = 1 << 25, FRAME = (1 << 20) - 1 };

static int physical;                  /* the memfd */
static uint8_t *frames;               /* all of it, mapped once, for looking in */
static uint8_t *space_base[SPACES];   /* where each address space begins */
static uint32_t table[SPACES][PAGES]; /* what is mapped, for decisions and inspections */
static uint16_t references[FRAMES], aliases_of[FRAMES];
static int32_t home[FRAMES]; /* space << 20 | page of the owner's mapping, or -1 */
static uint16_t free_frames[FRAMES];
static int free_count;
static uint32_t mapped[SPACES * 16384]; /* space << 20 | page, for a quick reset */
static int mapped_count;
static bool virtually_tagged;

static sigjmp_buf on_fault;
static volatile sig_atomic_t guarded;

static void die(const char *why) {
    fprintf(stderr, "marshal_target: %s\n", why);
    exit(2);
}

static void segv(int signal_number) {
    if (guarded) siglongjmp(on_fault, 1);
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

/* Copies, with a violation of either side reported as false. */
static bool guarded_copy(void *to, const void *from, size_t size) {
    bool good = false;
    if (sigsetjmp(on_fault, 1) == 0) {
        guarded = 1;
        memcpy(to, from, size);
        good = true;
    }
    guarded = 0;
    return good;
}

static uint8_t *at(int space, uint32_t address) { return space_base[space] + address; }

static int protection_of(uint32_t flags) {
    return (flags & WRITE) ? PROT_READ | PROT_WRITE : (flags & READ) ? PROT_READ : PROT_NONE;
}

static void map_page(int space, uint32_t page, uint32_t frame, uint32_t flags) {
    off_t offset = (off_t)frame * PAGE;
    void *place = at(space, page * PAGE);
    void *got = mmap(place, PAGE, protection_of(flags), MAP_SHARED | MAP_FIXED, physical, offset);
    if (got == MAP_FAILED) die("mmap failed: too many mappings");
    table[space][page] = frame | flags | PRESENT;
    references[frame]++;
    if (flags & ALIAS) aliases_of[frame]++;
    else home[frame] = space << 20 | (int)page;
    mapped[mapped_count++] = (uint32_t)space << 20 | page;
    if (mapped_count == (int)(sizeof mapped / sizeof *mapped)) die("too many pages mapped");
}

static void unmap_page(int space, uint32_t page) {
    uint32_t entry = table[space][page], frame = entry & FRAME;
    if (entry == 0) return;
    int flags = MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS | MAP_NORESERVE;
    if (mmap(at(space, page * PAGE), PAGE, PROT_NONE, flags, -1, 0) == MAP_FAILED) die("mmap");
    table[space][page] = 0;
    if (entry & ALIAS) aliases_of[frame]--;
    else home[frame] = NOWHERE;
    if (--references[frame] == 0) free_frames[free_count++] = (uint16_t)frame;
}

static void set_flags(int space, uint32_t page, uint32_t flags) {
    table[space][page] = (table[space][page] & (FRAME | PRESENT | ALIAS)) | flags;
    mprotect(at(space, page * PAGE), PAGE, protection_of(flags));
}

/* A page of physical memory, all bytes `filler`. */
static uint32_t take_frame(int filler) {
    if (free_count == 0) die("out of physical memory");
    uint32_t frame = free_frames[--free_count];
    memset(frames + (size_t)frame * PAGE, filler, PAGE);
    return frame;
}

/* True when every byte of the range is mapped with these rights; ranges never wrap. */
static bool permits(int space, uint32_t address, uint32_t size, uint32_t rights) {
    if (space == NOWHERE || (uint64_t)address + size > 0x100000000ull) return false;
    if (size == 0) return true;
    for (uint32_t page = address / PAGE; page <= (address + (size - 1)) / PAGE; page++) {
        uint32_t entry = table[space][page];
        if (entry == 0 || (entry & rights) != rights) return false;
    }
    return true;
}

static void start_machine(void) {
    physical = memfd_create("physical", 0);
    if (physical < 0 || ftruncate(physical, (off_t)FRAMES * PAGE) < 0) die("no memfd");
    size_t size = (size_t)FRAMES * PAGE, whole = (size_t)1 << 32;
    frames = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, physical, 0);
    for (int space = 0; space < SPACES; space++) {
        int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
        space_base[space] = mmap(NULL, whole, PROT_NONE, flags, -1, 0);
        if (space_base[space] == MAP_FAILED) die("no address space");
    }
    if (frames == MAP_FAILED) die("no memory");
    signal(SIGSEGV, segv);
    signal(SIGBUS, segv);
    for (int frame = FRAMES; frame-- > 0;) free_frames[free_count++] = (uint16_t)frame;
}

/* ---- processes and their regions ---- */
typedef struct {
    int process;
    uint32_t base, pages;
    uint32_t flags[64]; /* of each page */
    bool committed;
} Region;

static Region regions[64];
static int region_count, applications, incarnation[SPACES];
static bool running[SPACES], kernel_server;

static uint32_t flags_of(uint32_t protection) { /* of PAGE_*; 1 for none that there is */
    uint32_t plain = protection & ~0x200u, cache = (protection & 0x200) ? NOCACHE | UNCACHED : 0;
    if (plain == 1 && !cache) return 0;
    if (plain == 2) return READ | cache;
    return plain == 4 ? READ | WRITE | cache : 1;
}

static void commit(Region *region) {
    for (uint32_t i = 0; i < region->pages; i++)
        map_page(region->process, region->base / PAGE + i, take_frame(0), region->flags[i]);
    region->committed = true;
}

static void decommit(Region *region) {
    for (uint32_t i = 0; i < region->pages; i++)
        unmap_page(region->process, region->base / PAGE + i);
    region->committed = false;
}

static Region *region_at(int process, uint32_t base) {
    for (int i = 0; i < region_count; i++)
        if (regions[i].process == process && regions[i].base == base) return &regions[i];
    return NULL;
}

static uint32_t virtual_protect(int process, uint32_t address, uint32_t size, uint32_t protection) {
    uint32_t flags = flags_of(protection);
    if (flags == 1 || size == 0 || ((address | size) & (PAGE - 1)) || !running[process]) return 0;
    if (!permits(process, address, size, 0)) return 0;
    for (uint32_t page = address / PAGE; page < (address + size) / PAGE; page++) {
        uint32_t frame = table[process][page] & FRAME;
        /* A page with live aliases stays uncached, whatever it is made (ALIAS-2). */
        if (virtually_tagged && aliases_of[frame] > 0) set_flags(process, page, flags | UNCACHED);
        else set_flags(process, page, flags);
    }
    return 1;
}

static void drop_aliases_of(int process);

static void exit_process(int process) {
    if (process < 1 || process >= SPACES || !running[process]) return;
    if (FAULT == 10) drop_aliases_of(process);
    for (int i = 0; i < region_count; i++)
        if (regions[i].process == process && regions[i].committed) decommit(&regions[i]);
    running[process] = false;
}

static void start_process(int process) {
    if (process < 1 || process > applications || running[process]) return;
    running[process] = true;
    incarnation[process]++;
    for (int i = 0; i < region_count; i++)
        if (regions[i].process == process) commit(&regions[i]);
}

/* ---- records: one for every buffer that a call made ---- */
typedef enum { OPENED, ASYNCHRONOUS, DUPLICATE, PARAMETER } Kind;
typedef enum { DIRECT, ALIASED, COPIED, SAME } Form;

typedef struct Record {
    bool live;
    Kind kind;
    Form form;
    int serial, thread, opens;
    uint32_t pointer, length, source, size, descriptor;
    int process, started; /* whose memory it goes back to, and which start of it */
    uint32_t target;      /* where there */
    struct Record *base;  /* the record that it was made on, NULL for a caller's own memory */
    int base_serial;
    uint32_t first_page, page_count; /* in the server, of a copy or an alias */
} Record;

enum { RECORDS = 256 };
static Record records[RECORDS];
static int last_serial, live_blocks, live_aliases, live_records;
static uint32_t live_bytes, next_page;

static int server(void) { return kernel_server ? KERNEL : HOST; }

static Record *new_record(Kind kind, Form form) {
    int i = 0;
    while (i < RECORDS && records[i].live) i++;
    if (i == RECORDS) die("too many records");
    memset(&records[i], 0, sizeof records[i]);
    records[i].live = true;
    records[i].kind = kind;
    records[i].form = form;
    records[i].serial = ++last_serial;
    records[i].opens = 1;
    live_records++;
    return &records[i];
}

static void drop_record(Record *record) {
    record->live = false;
    live_records--;
}

static Record *live_base(const Record *record) {
    Record *base = record->base;
    return base && base->live && base->serial == record->base_serial ? base : NULL;
}

static bool covers(const Record *record, uint32_t address, uint32_t size) {
    return address >= record->pointer &&
           (uint64_t)address + size <= (uint64_t)record->pointer + record->length;
}

/* The live record of that kind that holds the byte, direct pointers apart. */
static Record *around(Kind kind, uint32_t address) {
    for (int i = 0; i < RECORDS; i++) {
        Record *record = &records[i];
        if (record->live && record->kind == kind && record->form != DIRECT &&
            covers(record, address, 1))
            return record;
    }
    return NULL;
}

static Record *under(uint32_t address) {
    Record *record = around(OPENED, address);
    if (!record) record = around(DUPLICATE, address);
    return record ? record : around(PARAMETER, address);
}

static bool has_asynchronous(const Record *base) {
    for (int i = 0; i < RECORDS; i++)
        if (records[i].live && records[i].kind == ASYNCHRONOUS && live_base(&records[i]) == base)
            return true;
    return false;
}

/* Pages of the server: 64 KB blocks, handed out round and round, so that none comes back soon. */
static uint32_t reserve(uint32_t pages) {
    uint32_t first = kernel_server ? 0xD0000 : 0x10000, count = 0x4000;
    uint32_t blocks = (pages + 15) / 16 * 16;
    for (int turn = 0; turn < 2; turn++) {
        for (uint32_t from = turn ? 0 : next_page; from + blocks <= count; from += 16) {
            uint32_t i = 0;
            while (i < blocks && table[server()][first + from + i] == 0) i++;
            if (i < blocks) continue;
            next_page = from + blocks;
            return first + from;
        }
    }
    return 0;
}

/* A second mapping of the pages of a range in the server's space (ALIAS-1, ALIAS-2, ALIAS-11). */
static bool map_alias(Record *record, int space, uint32_t address, uint32_t size, uint32_t rights) {
    uint32_t from = address / PAGE, count = (address + size - 1) / PAGE - from + 1;
    uint32_t lead = from % 16, to = reserve(lead + count);
    if (to == 0) return false;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t entry = table[space][from + i], frame = entry & FRAME;
        int32_t owner = home[frame];
        uint32_t cache = entry & UNCACHED;
        if (virtually_tagged) {
            cache = UNCACHED;
            if (owner != NOWHERE && FAULT != 5) table[owner >> 20][owner & 0xFFFFF] |= UNCACHED;
        }
        map_page(server(), to + lead + i, frame, rights | cache | ALIAS);
    }
    record->first_page = to + lead;
    record->page_count = count;
    record->pointer = (to + lead) * PAGE + address % PAGE;
    live_aliases++;
    return true;
}

/* ALIAS-3: the page of the owner is cached again with its last alias, unless it never was. */
static void unmap_alias(const Record *record) {
    for (uint32_t i = 0; i < record->page_count; i++) {
        uint32_t entry = table[server()][record->first_page + i], frame = entry & FRAME;
        if (entry == 0) continue;
        unmap_page(server(), record->first_page + i);
        if (!virtually_tagged || (aliases_of[frame] > 0 && FAULT != 4)) continue;
        if (references[frame] == 0 || home[frame] == NOWHERE) continue;
        uint32_t *owner = &table[home[frame] >> 20][home[frame] & 0xFFFFF];
        if (!(*owner & NOCACHE)) *owner &= ~(uint32_t)UNCACHED;
    }
    live_aliases--;
}

static void drop_aliases_of(int process) {
    for (int i = 0; i < RECORDS; i++) {
        Record *record = &records[i];
        if (!record->live || record->form != ALIASED || record->process != process) continue;
        for (uint32_t p = 0; p < record->page_count; p++)
            unmap_page(server(), record->first_page + p);
    }
}

static bool make_copy(Record *record, uint32_t size) {
    uint32_t count = (size + PAGE - 1) / PAGE, to = reserve(count);
    if (to == 0) return false;
    for (uint32_t i = 0; i < count; i++)
        map_page(server(), to + i, take_frame(0xCD), READ | WRITE);
    record->first_page = to;
    record->page_count = count;
    record->pointer = to * PAGE;
    live_blocks++;
    live_bytes += size;
    return true;
}

static void release(Record *record) {
    if (record->form == ALIASED) unmap_alias(record);
    if (record->form == COPIED) {
        for (uint32_t i = 0; i < record->page_count; i++)
            unmap_page(server(), record->first_page + i);
        live_blocks--;
        live_bytes -= record->length;
    }
    drop_record(record);
}

/* ---- calls ---- */
typedef struct {
    bool in_call, via_kernel;
    int process, started;
    uint32_t parameter, parameter_length;
    Record *alias; /* the reflector's, of the parameter */
} Thread;

static Thread threads[THREADS];

/* One call of a function: its parameters, and how far it is. */
typedef enum { FRESH, MEASURED, CHECKED, WRITTEN_BACK } Stage;
typedef struct {
    const char *name, *pause;
    int thread, allocation_fails, allocations;
    bool null_out, force_duplicate;
    uint32_t pointer, source, unmarshalled, size, descriptor;
    Stage stage;
    uint32_t length;      /* size, or as measured */
    int space;            /* where the bytes of the source are */
    uint32_t address;     /* and at which address */
    int process, started; /* whose they are */
    uint32_t result;      /* for the out-pointer */
    Record *releasing;
    int releasing_serial;
} Call;

static Call call;
static bool held;
static char reading[64];
static uint32_t copy_limit, read_limit;
static enum { BY_ALIAS, BY_DUPLICATE, BY_SIZE } alloc_rule;

static bool lives_as(int process, int started) {
    return process >= 0 && running[process] && incarnation[process] == started;
}

static bool is_kernel_caller(int thread) {
    return thread == 0 ? kernel_server : threads[thread].via_kernel;
}

/* The space of the process that called; NOWHERE when it has gone. */
static int caller_space(int thread) {
    if (thread == 0) return kernel_server ? NOWHERE : HOST;
    const Thread *carrier = &threads[thread];
    if (!carrier->in_call || !lives_as(carrier->process, carrier->started)) return NOWHERE;
    return carrier->process;
}

/* The space in which the server's code finds an address (SPACE-1 ... SPACE-4). */
static int server_space(int thread, uint32_t address) {
    if (!kernel_server) return address < KERNEL_BASE ? HOST : NOWHERE;
    if (address >= KERNEL_BASE) return KERNEL;
    return thread == 0 ? NOWHERE : caller_space(thread);
}

static bool may_allocate(void) { return ++call.allocations != call.allocation_fails; }

static bool reaches(Stage stage, const char *point) {
    call.stage = stage;
    if (strcmp(call.pause, point) != 0) return false;
    call.pause = "";
    return true;
}

/* ---- arguments ---- */
static uint32_t type_of(uint32_t descriptor) { return descriptor & 15; }
static bool writes_back(uint32_t descriptor) { return descriptor & O_BIT; }

static uint32_t character(uint32_t descriptor) {
    uint32_t type = type_of(descriptor);
    return type == ARG_I_WSTR ? 2 : type == ARG_I_ASTR ? 1 : 0;
}

static bool is_unmeasured(uint32_t descriptor, uint32_t size) {
    return size == 0 && character(descriptor) > 0;
}

static bool is_descriptor(uint32_t descriptor) { /* ASYNC-6, QUIET-3 */
    return (descriptor & 0x7FFFFFF0u) == 0 && (VALID_TYPES >> type_of(descriptor) & 1);
}

static uint32_t check_source(uint32_t source, uint32_t size, uint32_t descriptor) {
    uint32_t type = type_of(descriptor);
    if (source == 0) return E_INVALIDARG;
    if (size == 0 && !is_unmeasured(descriptor, size)) return E_INVALIDARG;
    if ((type == ARG_O_PDW || type == ARG_IO_PDW) && size != 4) return E_INVALIDARG;
    if ((type == ARG_O_PI64 || type == ARG_IO_PI64) && size != 8) return E_INVALIDARG;
    return S_OK;
}

static bool in_range(uint32_t address, uint32_t size, bool writes) { /* OPEN-4 */
    if (size > 0x7FFFFFFF || address < 0x10000 || address >= KERNEL_BASE) return false;
    return (uint64_t)address + size < (writes ? WRITE_LIMIT : read_limit);
}

/* Bytes of the string through its terminator, 0 when that is not readable (ASYNC-5, ASYNC-9). */
static uint32_t measure(int space, uint32_t address, uint32_t width) {
    for (uint32_t length = 0; length < 1 << 24; length += width) {
        uint16_t unit = 0;
        if (!permits(space, address + length, width, READ)) return 0;
        if (!guarded_copy(&unit, at(space, address + length), width)) return 0;
        if (unit == 0) return FAULT == 14 && length > 0 ? length : length + width;
    }
    return 0;
}

/* ASYNC-22: out-pointer, descriptor, source, size. */
static uint32_t check_making(void) {
    if (call.null_out || !is_descriptor(call.descriptor)) return E_INVALIDARG;
    return check_source(call.source, call.size, call.descriptor);
}

static uint32_t check_releasing(void) {
    if (call.pointer == 0 || !is_descriptor(call.descriptor)) return E_INVALIDARG;
    return check_source(call.source, call.size, call.descriptor);
}

/* ---- where a source is ---- */
static void locate_caller(void) {
    const Thread *carrier = &threads[call.thread];
    call.address = call.source;
    call.process = KERNEL;
    call.started = incarnation[KERNEL];
    if (call.source >= KERNEL_BASE) {
        call.space = is_kernel_caller(call.thread) ? KERNEL : NOWHERE;
        return;
    }
    call.space = caller_space(call.thread);
    call.process = call.space == HOST ? HOST : carrier->process;
    call.started = carrier->started;
}

static bool locate_source(const Record *base, bool is_alloc) {
    call.address = call.source;
    if (base) { /* a part of what was marshalled before (QUIET-6) */
        call.process = base->form == COPIED ? server() : base->process;
        call.started = base->form == COPIED ? incarnation[server()] : base->started;
        call.space = server();
        return true;
    }
    if (kernel_server) {
        locate_caller();
        if (call.source >= KERNEL_BASE && is_alloc && around(ASYNCHRONOUS, call.source))
            call.space = KERNEL;
        return call.space != NOWHERE;
    }
    if (call.source >= KERNEL_BASE || is_alloc || !around(ASYNCHRONOUS, call.source)) return false;
    call.space = call.process = HOST;
    call.started = incarnation[HOST];
    return true;
}

/* A source in the server's own pages has to lie within one live buffer. */
static bool offers(uint32_t rights) {
    uint32_t size = FAULT == 9 && call.length > 0 ? 1 : call.length;
    if (!permits(call.space, call.address, size, rights)) return false;
    if (call.space != server() || call.space == NOWHERE) return true;
    uint32_t page = call.address / PAGE, first = kernel_server ? 0xD0000 : 0x10000;
    if (page < first || page >= first + 0x4000) return true;
    for (int i = 0; i < RECORDS; i++)
        if (records[i].live && records[i].form != DIRECT && records[i].form != SAME &&
            covers(&records[i], call.address, call.length))
            return true;
    return false;
}

static uint32_t measure_source(bool checks_range) {
    if (!is_unmeasured(call.descriptor, call.size)) return S_OK;
    if (checks_range && !is_kernel_caller(call.thread) && !in_range(call.source, 1, false))
        return E_ACCESSDENIED;
    if (call.space == NOWHERE) return E_ACCESSDENIED;
    call.length = measure(call.space, call.address, character(call.descriptor));
    return call.length == 0 ? E_ACCESSDENIED : S_OK;
}

static void fill_record(Record *record) {
    record->length = call.length;
    record->source = call.source;
    record->size = call.size;
    record->descriptor = call.descriptor;
    record->thread = call.thread;
    record->process = call.process;
    record->started = call.started;
    record->target = call.address;
    call.result = record->pointer;
}

static void stand_on(Record *record, Record *base) {
    if (base->kind == OPENED && base->form == ALIASED) return;
    record->base = base;
    record->base_serial = base->serial;
}

/* A copy of the source with its first contents: zeroes for OUT (DUP-4). NULL without memory. */
static Record *copy_of_source(Kind kind) {
    if (!may_allocate()) return NULL;
    Record *record = new_record(kind, COPIED);
    if (!may_allocate() || !make_copy(record, call.length)) {
        if (FAULT != 8) drop_record(record);
        return NULL;
    }
    uint8_t *to = at(server(), record->pointer);
    if (!(call.descriptor & I_BIT)) {
        if (FAULT != 7) memset(to, 0, call.length);
    } else if (!guarded_copy(to, at(call.space, call.address), call.length)) {
        record->length = call.length;
        release(record);
        return NULL;
    }
    fill_record(record);
    return record;
}

static Record *alias_of_source(void) {
    uint32_t rights = writes_back(call.descriptor) ? READ | WRITE : READ;
    if (!may_allocate()) return NULL;
    Record *record = new_record(ASYNCHRONOUS, ALIASED);
    if (may_allocate() && map_alias(record, call.space, call.address, call.length, rights)) {
        fill_record(record);
        return record;
    }
    if (FAULT != 8) drop_record(record);
    return NULL;
}

/* ---- write-back ---- */
/* All of it or nothing (QUIET-12). */
static bool write_to(uint32_t from, int space, uint32_t address, uint32_t size) {
    if (!permits(space, address, size, WRITE)) return false;
    return guarded_copy(at(space, address), at(server(), from), size);
}

static int home_space(const Record *record) {
    if (FAULT == 16) return running[record->process] ? record->process : NOWHERE;
    return lives_as(record->process, record->started) ? record->process : NOWHERE;
}

static bool write_record(const Record *record, uint32_t size) {
    if (record->base) {
        const Record *base = live_base(record);
        if (!base) return false;
        if (base->form == COPIED || base->kind != OPENED)
            return write_to(record->pointer, server(), record->source, size);
    }
    return write_to(record->pointer, home_space(record), record->target, size);
}

/* ---- the release of a buffer ---- */
static bool matches(const Record *record, bool ignores_flag) {
    uint32_t mask = ignores_flag ? ~FORCE_ALIAS : 0xFFFFFFFFu;
    return record->source == call.source && record->size == call.size &&
           ((record->descriptor ^ call.descriptor) & mask) == 0;
}

/* The record that a releasing call names, with *why when there is none (FREE-3, FREE-4). */
static Record *record_for(Kind kind, bool ignores_flag, uint32_t *why) {
    Record *found = NULL;
    int best = -1;
    for (int i = 0; i < RECORDS; i++) {
        Record *record = &records[i];
        if (!record->live || record->kind != kind || record->pointer != call.pointer) continue;
        int rank = (matches(record, ignores_flag) ? 2 : 0) + (record->thread == call.thread);
        if (rank <= best) continue;
        best = rank;
        found = record;
    }
    *why = found ? E_INVALIDARG : E_HANDLE;
    return found && matches(found, ignores_flag) ? found : NULL;
}

static uint32_t finish_release(void) {
    Record *record = call.releasing;
    if (record->live && record->serial == call.releasing_serial) release(record);
    return S_OK;
}

/* Writes back where the descriptor says so, then releases whatever came of it (CLOSE-3, FREE-2). */
static uint32_t write_and_release(Record *record, bool writes) {
    uint32_t size = record->length - (FAULT == 2 && record->kind == OPENED ? 1 : 0);
    if (!writes) {
        release(record);
        return S_OK;
    }
    if (!write_record(record, size)) {
        if (FAULT != 6) release(record);
        return E_FAIL;
    }
    call.releasing = record;
    call.releasing_serial = record->serial;
    return reaches(WRITTEN_BACK, "written-back") ? PAUSED : finish_release();
}

/* ---- the seven functions ---- */
static uint32_t open_direct(void) {
    for (int i = 0; i < RECORDS; i++) { /* equal ones are counted (QUIET-5) */
        Record *record = &records[i];
        if (!record->live || record->kind != OPENED || record->form != DIRECT) continue;
        if (record->pointer != call.source || record->thread != call.thread) continue;
        if (!matches(record, true)) continue;
        record->opens++;
        if (call.length > record->length) record->length = call.length;
        call.result = call.source;
        return S_OK;
    }
    Record *record = new_record(OPENED, DIRECT);
    record->pointer = call.source;
    fill_record(record);
    return S_OK;
}

static uint32_t open_caller_buffer(void) {
    bool copies = !kernel_server || call.force_duplicate;
    if (call.stage == FRESH) {
        uint32_t bad = check_making();
        if (bad) return bad;
        locate_caller();
        if ((bad = measure_source(true))) return bad;
        if (is_unmeasured(call.descriptor, call.size) && reaches(MEASURED, "measured"))
            return PAUSED;
    }
    bool writes = writes_back(call.descriptor);
    if (call.stage <= MEASURED) {
        if (!is_kernel_caller(call.thread) && !in_range(call.source, call.length, writes))
            return E_ACCESSDENIED;
        locate_caller();
        if (!offers(writes ? READ | WRITE : READ)) return E_ACCESSDENIED;
        if (!copies) return open_direct();
        if (reaches(CHECKED, "checked")) return PAUSED;
    }
    locate_caller();
    if (!offers(READ)) return E_ACCESSDENIED;
    Record *record = copy_of_source(OPENED);
    if (!record) return E_OUTOFMEMORY;
    if (call.space == server()) { /* a kernel caller opened what this server holds */
        Record *own = under(call.source);
        if (!own || own == record) own = around(ASYNCHRONOUS, call.source);
        if (own) stand_on(record, own);
    }
    return S_OK;
}

static uint32_t close_caller_buffer(void) {
    uint32_t why = call.stage == WRITTEN_BACK ? S_OK : check_releasing();
    if (call.stage == WRITTEN_BACK) return finish_release();
    if (why) return why;
    Record *record = record_for(OPENED, true, &why);
    if (!record) return why;
    if (record->form == DIRECT) {
        if (--record->opens == 0) drop_record(record);
        return S_OK;
    }
    if (has_asynchronous(record)) return E_INVALIDARG;
    return write_and_release(record, writes_back(record->descriptor));
}

/* ASYNC-23: opened in this call, or the parameter that the kernel marshalled. */
static bool is_marshalled(const Record *base) {
    if (base) return base->kind != PARAMETER;
    const Thread *carrier = &threads[call.thread];
    uint64_t end = (uint64_t)call.source + call.length;
    if (carrier->parameter_length > 0 && call.source >= carrier->parameter &&
        end <= (uint64_t)carrier->parameter + carrier->parameter_length)
        return true;
    for (int i = 0; i < RECORDS; i++) {
        const Record *record = &records[i];
        if (!record->live || record->kind != OPENED || record->form != DIRECT) continue;
        if (record->process == call.process && record->started == call.started &&
            covers(record, call.source, call.length))
            return true;
    }
    return false;
}

/* ASYNC-7, ASYNC-8, ALIAS-1. */
static Form form_of(const Record *base) {
    if ((base && base->form == COPIED) || !kernel_server) return SAME;
    if (call.descriptor & FORCE_ALIAS) return FAULT == 3 ? COPIED : ALIASED;
    if (alloc_rule == BY_ALIAS) return ALIASED;
    if (alloc_rule == BY_DUPLICATE) return COPIED;
    uint32_t limit = FAULT == 13 ? copy_limit - 1 : copy_limit;
    return call.length <= limit ? COPIED : ALIASED;
}

/* ASYNC-9, ASYNC-21, ALIAS-11, QUIET-6, QUIET-19, QUIET-30. */
static bool may_make_asynchronous(const Record *base) {
    bool writes = writes_back(call.descriptor);
    if (base && !covers(base, call.source, call.length)) return false;
    if (!base && around(ASYNCHRONOUS, call.source)) return false;
    if (!base && call.source < KERNEL_BASE && !is_kernel_caller(call.thread) &&
        !in_range(call.source, call.length, writes))
        return false;
    bool is_copy = base && base->form == COPIED;
    if (!offers(writes && !is_copy ? READ | WRITE : READ)) return false;
    return call.thread != 0 && is_marshalled(base);
}

static uint32_t alloc_asynchronous_buffer(void) {
    Record *base = under(call.source);
    if (call.stage == FRESH) {
        uint32_t bad = check_making();
        if (bad) return bad;
        if (!locate_source(base, true)) return E_ACCESSDENIED;
        if ((bad = measure_source(!base))) return bad;
        if (is_unmeasured(call.descriptor, call.size) && reaches(MEASURED, "measured"))
            return PAUSED;
    }
    if (!locate_source(base, true)) return E_ACCESSDENIED;
    Form form = form_of(base);
    if (call.stage <= MEASURED) {
        if (!may_make_asynchronous(base)) return E_ACCESSDENIED;
        if (form == SAME) {
            if (!base) return E_ACCESSDENIED;
            Record *record = new_record(ASYNCHRONOUS, SAME);
            record->pointer = call.source;
            fill_record(record);
            stand_on(record, base);
            return S_OK;
        }
        if (reaches(CHECKED, "checked")) return PAUSED;
    }
    if (!offers(READ)) return E_ACCESSDENIED;
    Record *record = form == ALIASED ? alias_of_source() : copy_of_source(ASYNCHRONOUS);
    if (record && base) stand_on(record, base);
    return record ? S_OK : E_OUTOFMEMORY;
}

static uint32_t free_asynchronous_buffer(void) {
    uint32_t why = call.stage == WRITTEN_BACK ? S_OK : check_releasing();
    if (call.stage == WRITTEN_BACK) return finish_release();
    if (why) return why;
    Record *record = record_for(ASYNCHRONOUS, !kernel_server, &why);
    if (!record) return FAULT == 12 && why == E_HANDLE ? S_OK : why;
    bool writes = writes_back(record->descriptor);
    if (record->form == ALIASED) {
        release(record);
        return S_OK;
    }
    if (record->form == SAME) { /* QUIET-16: with its base gone what was written is lost */
        bool gone = !live_base(record);
        release(record);
        return gone && writes ? E_FAIL : S_OK;
    }
    return write_and_release(record, writes && FAULT != 1);
}

static bool is_flushed(uint32_t descriptor) { /* FLUSH-2 */
    uint32_t plain = descriptor & ~FORCE_ALIAS;
    if (FAULT == 11 && (plain & O_BIT)) return true;
    return plain == ARG_O_PTR || plain == ARG_IO_PTR;
}

static uint32_t flush_asynchronous_buffer(void) {
    uint32_t why;
    if (!is_flushed(call.descriptor)) return NOT_SUPPORTED;
    if ((why = check_releasing())) return why;
    Record *record = record_for(ASYNCHRONOUS, !kernel_server, &why);
    if (!record) return why;
    if (record->form == ALIASED) return S_OK;
    Record *base = live_base(record);
    if (!base && record->base) return E_FAIL;
    if (!base) return write_record(record, record->length) ? S_OK : E_FAIL;
    if (base->form == COPIED && base->kind == DUPLICATE && call.unmarshalled) return E_INVALIDARG;
    if (base->form == COPIED && base->kind == OPENED) { /* on to the caller's own (FLUSH-1) */
        uint32_t offset = record->source - base->pointer;
        if (call.unmarshalled != base->source + offset) return E_INVALIDARG;
        if (!writes_back(base->descriptor)) return E_ACCESSDENIED;
        if (!write_to(record->pointer, home_space(base), base->target + offset, record->length))
            return E_FAIL;
    }
    if (record->form == SAME) return S_OK;
    return write_record(record, record->length) ? S_OK : E_FAIL;
}

static uint32_t alloc_duplicate_buffer(void) {
    Record *base = under(call.source);
    if (call.stage == FRESH) {
        uint32_t bad = check_making();
        if (bad) return bad;
        if (!locate_source(base, false)) return E_ACCESSDENIED;
        if ((bad = measure_source(false))) return bad;
        if (is_unmeasured(call.descriptor, call.size) && reaches(MEASURED, "measured"))
            return PAUSED;
    }
    if (!locate_source(base, false)) return E_ACCESSDENIED;
    if (call.stage <= MEASURED) {
        if (base && !covers(base, call.source, call.length)) return E_ACCESSDENIED;
        if (!offers(READ)) return E_ACCESSDENIED;
        if (reaches(CHECKED, "checked")) return PAUSED;
    }
    if (!offers(READ)) return E_ACCESSDENIED;
    Record *own = base ? base : around(ASYNCHRONOUS, call.source);
    Record *record = copy_of_source(DUPLICATE);
    if (!record) return E_OUTOFMEMORY;
    if (own && (own->form == COPIED || !base)) stand_on(record, own);
    if (base && base->kind == PARAMETER) /* the reflector's alias dies at the return */
        record->target = base->target + (call.source - base->pointer);
    return S_OK;
}

static uint32_t free_duplicate_buffer(void) {
    uint32_t why = call.stage == WRITTEN_BACK ? S_OK : check_releasing();
    if (call.stage == WRITTEN_BACK) return finish_release();
    if (why) return why;
    Record *record = record_for(DUPLICATE, true, &why);
    if (!record) return why;
    if (has_asynchronous(record)) return E_INVALIDARG;
    return write_and_release(record, writes_back(record->descriptor));
}

static const struct {
    const char *name;
    uint32_t (*run)(void);
    bool makes; /* has an out-pointer */
} functions[] = {
    {"CeOpenCallerBuffer", open_caller_buffer, true},
    {"CeCloseCallerBuffer", close_caller_buffer, false},
    {"CeAllocAsynchronousBuffer", alloc_asynchronous_buffer, true},
    {"CeFreeAsynchronousBuffer", free_asynchronous_buffer, false},
    {"CeFlushAsynchronousBuffer", flush_asynchronous_buffer, false},
    {"CeAllocDuplicateBuffer", alloc_duplicate_buffer, true},
    {"CeFreeDuplicateBuffer", free_duplicate_buffer, false},
};

/* ---- calls of applications, and their API parameters ---- */
static uint32_t marshal_parameter(Thread *carrier, uint32_t source, uint32_t size,
                                  uint32_t descriptor) {
    if (!is_descriptor(descriptor)) return E_INVALIDARG;
    uint32_t bad = check_source(source, size, descriptor), length = size;
    bool writes = writes_back(descriptor), unmeasured = is_unmeasured(descriptor, size);
    if (bad) return bad;
    bool checks = !carrier->via_kernel;
    if (checks && !in_range(source, unmeasured ? 1 : size, writes)) return E_ACCESSDENIED;
    int space = source >= KERNEL_BASE ? KERNEL : carrier->process;
    if (unmeasured) {
        length = measure(space, source, character(descriptor));
        if (length == 0 || (checks && !in_range(source, length, writes))) return E_ACCESSDENIED;
    }
    if (!permits(space, source, length, writes ? READ | WRITE : READ)) return E_ACCESSDENIED;
    carrier->parameter = source;
    carrier->parameter_length = length;
    if (kernel_server) return S_OK;
    Record *record = new_record(PARAMETER, ALIASED);
    if (!map_alias(record, space, source, length, writes ? READ | WRITE : READ)) {
        drop_record(record);
        return E_OUTOFMEMORY;
    }
    record->length = length;
    record->thread = (int)(carrier - threads);
    record->process = space;
    record->started = incarnation[space];
    record->target = source;
    carrier->alias = record;
    return S_OK;
}

static void end_call(int thread) {
    Thread *carrier = &threads[thread];
    if (carrier->alias) release(carrier->alias);
    for (int i = 0; i < RECORDS; i++)
        if (records[i].live && records[i].form == DIRECT && records[i].thread == thread)
            drop_record(&records[i]);
    memset(carrier, 0, sizeof *carrier);
}

/* ---- JSON: just what the protocol needs ---- */
static const char *skip_blanks(const char *p) {
    while (*p == ' ' || *p == '\t' || *p == '\r') p++;
    return p;
}

static const char *skip_string(const char *p) {
    for (p++; *p && *p != '"'; p++)
        if (*p == '\\' && p[1]) p++;
    return *p ? p + 1 : p;
}

static const char *skip_value(const char *p) {
    int depth = 0;
    do {
        if (*p == '"') p = skip_string(p);
        else {
            if (*p == '{' || *p == '[') depth++;
            if (*p == '}' || *p == ']') depth--;
            p++;
        }
    } while (*p && (depth > 0 || (*p != ',' && *p != '}' && *p != ']')));
    return p;
}

/* The value of a member of the object at `p`, or NULL. */
static const char *member(const char *p, const char *name) {
    size_t length = strlen(name);
    for (p = skip_blanks(p + 1); *p == '"';) {
        const char *key = p + 1;
        p = skip_blanks(skip_string(p));
        bool is_it = strncmp(key, name, length) == 0 && key[length] == '"';
        p = skip_blanks(p + 1);
        if (is_it) return p;
        p = skip_blanks(skip_value(p));
        if (*p == ',') p = skip_blanks(p + 1);
    }
    return NULL;
}

static uint32_t number(const char *object, const char *name) {
    const char *value = member(object, name);
    return value ? (uint32_t)strtoll(value, NULL, 10) : 0;
}

static bool truth(const char *object, const char *name) {
    const char *value = member(object, name);
    return value && *value == 't';
}

static bool is_text(const char *value, const char *text) {
    size_t length = strlen(text);
    return value && *value == '"' && strncmp(value + 1, text, length) == 0 &&
           value[length + 1] == '"';
}

/* The next element of an array; begin with the '['. NULL at the end. */
static const char *element(const char *p) {
    p = *p == '[' ? skip_blanks(p + 1) : skip_blanks(skip_value(p));
    if (*p == ',') p = skip_blanks(p + 1);
    return *p == ']' || *p == 0 ? NULL : p;
}

static int digit(char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; }

static size_t bytes_of(const char *value, uint8_t *to, size_t most) {
    size_t count = 0;
    if (!value || *value != '"') return 0;
    for (value++; value[0] != '"' && value[1] && count < most; value += 2)
        to[count++] = (uint8_t)(digit(value[0]) << 4 | digit(value[1]));
    return count;
}

static char *out;
static size_t out_length, out_room;

static void room_for(size_t count) {
    while (out_length + count + 1 > out_room) {
        out_room = out_room ? out_room * 2 : 1 << 16;
        if (!(out = realloc(out, out_room))) die("out of memory");
    }
}

static void say(const char *format, ...) {
    va_list list;
    room_for(256);
    va_start(list, format);
    out_length += (size_t)vsnprintf(out + out_length, 256, format, list);
    va_end(list);
}

static void say_bytes(const uint8_t *bytes, size_t size) {
    static const char digits[] = "0123456789abcdef";
    room_for(2 * size);
    for (size_t i = 0; i < size; i++) {
        out[out_length++] = digits[bytes[i] >> 4];
        out[out_length++] = digits[bytes[i] & 15];
    }
}

/* ---- inspection ---- */
/* What was peeked before, so that it need not be said twice. */
typedef struct {
    int process;
    uint32_t pointer, size;
    uint8_t *bytes;
} Peeked;

enum { PEEKS = 512 };
static Peeked peeks[PEEKS];
static int peek_count;

static bool is_same_as_before(int process, uint32_t pointer, uint32_t size, const uint8_t *now) {
    int i = 0;
    while (i < peek_count && (peeks[i].process != process || peeks[i].pointer != pointer ||
                              peeks[i].size != size))
        i++;
    if (i == PEEKS) return false;
    if (i < peek_count && memcmp(peeks[i].bytes, now, size) == 0) return true;
    if (i == peek_count) {
        peek_count++;
        peeks[i].process = process;
        peeks[i].pointer = pointer;
        peeks[i].size = size;
        if (!(peeks[i].bytes = realloc(peeks[i].bytes, size + 1))) die("out of memory");
    }
    memcpy(peeks[i].bytes, now, size);
    return false;
}

static uint8_t scratch[1 << 20];

static void peek(int process, uint32_t pointer, uint32_t size) {
    if (process < 0 || process >= SPACES || size > sizeof scratch ||
        !permits(process, pointer, size, 0)) {
        say("{\"status\":\"faulted\"}");
        return;
    }
    for (uint32_t done = 0; done < size;) { /* by the frames: whatever the protection is */
        uint32_t address = pointer + done, offset = address % PAGE, count = PAGE - offset;
        if (count > size - done) count = size - done;
        uint32_t frame = table[process][address / PAGE] & FRAME;
        memcpy(scratch + done, frames + (size_t)frame * PAGE + offset, count);
        done += count;
    }
    if (is_same_as_before(process, pointer, size, scratch)) {
        say("{\"unchanged\":true}");
        return;
    }
    say("{\"bytes\":\"");
    say_bytes(scratch, size);
    say("\"}");
}

static void page_state(int process, uint32_t pointer) {
    uint32_t entry = process >= 0 && process < SPACES ? table[process][pointer / PAGE] : 0;
    int protection = (entry & WRITE) ? 4 : (entry & READ) ? 2 : 1;
    if (entry == 0) say("{\"present\":false}");
    else
        say("{\"present\":true,\"protection\":%d,\"cached\":%s,\"references\":%u}", protection,
            (entry & UNCACHED) ? "false" : "true", references[entry & FRAME]);
}

/* ---- steps of the protocol ---- */
static void reset(const char *step) {
    static const struct {
        const char *name;
        int rule;
        bool tagged;
    } readings[] = {
        {"ce6-x86", BY_ALIAS, false},         {"ce6-armv4i", BY_DUPLICATE, true},
        {"compact7-x86", BY_SIZE, false},     {"compact7-armv5", BY_SIZE, true},
        {"compact2013-x86", BY_ALIAS, false}, {"compact2013-armv7", BY_ALIAS, false},
        {"compact2013-vivt", BY_DUPLICATE, true},
    };
    for (int i = 0; i < mapped_count; i++) unmap_page((int)(mapped[i] >> 20), mapped[i] & 0xFFFFF);
    mapped_count = peek_count = region_count = 0;
    memset(records, 0, sizeof records);
    memset(threads, 0, sizeof threads);
    memset(running, 0, sizeof running);
    memset(incarnation, 0, sizeof incarnation);
    live_blocks = live_aliases = live_records = 0;
    live_bytes = next_page = 0;
    held = false;
    size_t known = sizeof readings / sizeof *readings, r = 0;
    while (r < known && !is_text(member(step, "reading"), readings[r].name)) r++;
    if (r == known) {
        say("{\"status\":\"refused\",\"why\":\"no such reading here\"}");
        return;
    }
    snprintf(reading, sizeof reading, "%s", readings[r].name);
    alloc_rule = readings[r].rule;
    virtually_tagged = readings[r].tagged;
    read_limit = strncmp(reading, "ce6", 3) == 0 ? 0x80000000u : 0x7FF00000u;
    copy_limit = number(step, "copyLimit");
    kernel_server = is_text(member(step, "server"), "kernel");
    applications = (int)number(step, "applications");
    running[KERNEL] = true;
    running[HOST] = !kernel_server;
    for (int i = 1; i <= applications && i <= APPLICATIONS; i++) running[i] = true;
    const char *given = member(step, "regions");
    for (given = given ? element(given) : NULL; given; given = element(given)) {
        if (region_count == 64) die("too many regions");
        Region *region = &regions[region_count++];
        region->process = (int)number(given, "process");
        region->base = number(given, "base");
        region->pages = 0;
        const char *run = member(given, "runs");
        for (run = run ? element(run) : NULL; run; run = element(run))
            for (uint32_t n = number(run, "pages"); n > 0 && region->pages < 64; n--)
                region->flags[region->pages++] = flags_of(number(run, "protection"));
        commit(region);
        size_t size = bytes_of(member(given, "bytes"), scratch, sizeof scratch);
        for (size_t done = 0; done < size; done += PAGE) {
            uint32_t frame = table[region->process][region->base / PAGE + done / PAGE] & FRAME;
            size_t count = size - done < PAGE ? size - done : PAGE;
            memcpy(frames + (size_t)frame * PAGE, scratch + done, count);
        }
    }
    say("{}");
}

/* Runs the present call on from where it is. */
static void run_call(void) {
    size_t i = 0;
    while (strcmp(call.name, functions[i].name) != 0) i++;
    uint32_t result = functions[i].run();
    if (result == PAUSED) {
        held = true;
        say("{\"status\":\"paused\"}");
        return;
    }
    bool failed = result >= KERNEL_BASE;
    if (!functions[i].makes || call.null_out || (failed && FAULT == 15))
        say("{\"value\":%u}", result);
    else
        say("{\"value\":%u,\"pointer\":%u}", result, failed ? 0 : call.result);
}

static void begin_function(const char *step, const char *name) {
    static const char *const points[] = {"measured", "checked", "written-back"};
    int thread = (int)number(step, "thread");
    if (held || thread < 0 || thread >= THREADS || (thread > 0 && !threads[thread].in_call)) {
        say("{\"status\":\"refused\"}");
        return;
    }
    memset(&call, 0, sizeof call);
    call.name = name;
    call.pause = "";
    for (int i = 0; i < 3; i++)
        if (is_text(member(step, "pause"), points[i])) call.pause = points[i];
    call.thread = thread;
    call.allocation_fails = (int)number(step, "allocationFails");
    call.null_out = truth(step, "nullOut");
    call.force_duplicate = truth(step, "forceDuplicate");
    call.pointer = number(step, "pointer");
    call.source = number(step, "source");
    call.unmarshalled = number(step, "unmarshalled");
    call.length = call.size = number(step, "size");
    call.descriptor = number(step, "descriptor");
    call.space = NOWHERE;
    run_call();
}

static void resume(const char *step) {
    if (!held || (int)number(step, "thread") != call.thread) {
        say("{\"status\":\"refused\"}");
        return;
    }
    held = false;
    run_call();
}

static void access_memory(const char *step, bool is_read) {
    int thread = (int)number(step, "thread"), process = (int)number(step, "process");
    uint32_t pointer = number(step, "pointer"), size = number(step, "size");
    int space = NOWHERE;
    if (thread >= 0 && thread < THREADS) space = server_space(thread, pointer);
    else if (process > 0 && process < SPACES && running[process] && pointer < KERNEL_BASE)
        space = process;
    bool fits = (uint64_t)pointer + size <= 0x100000000ull && size <= sizeof scratch;
    if (!is_read) bytes_of(member(step, "bytes"), scratch, sizeof scratch);
    /* All or nothing: pages first, then the access itself, which is the processor's to refuse. */
    bool done = fits && space != NOWHERE && permits(space, pointer, size, is_read ? READ : WRITE) &&
                (is_read ? guarded_copy(scratch, at(space, pointer), size)
                         : guarded_copy(at(space, pointer), scratch, size));
    if (!done) say("{\"status\":\"faulted\"}");
    else if (!is_read) say("{}");
    else {
        say("{\"bytes\":\"");
        say_bytes(scratch, size);
        say("\"}");
    }
}

static void begin_call(const char *step) {
    int thread = (int)number(step, "thread"), process = (int)number(step, "process");
    bool free = thread >= 1 && thread < THREADS && !threads[thread].in_call;
    if (!free || process < 1 || process > APPLICATIONS || !running[process]) {
        say("{\"status\":\"refused\"}");
        return;
    }
    Thread *carrier = &threads[thread];
    memset(carrier, 0, sizeof *carrier);
    carrier->in_call = true;
    carrier->via_kernel = truth(step, "viaKernel");
    carrier->process = process;
    carrier->started = incarnation[process];
    uint32_t descriptor = number(step, "descriptor"), result = S_OK;
    if (descriptor == 0) {
        say("{\"value\":0}");
        return;
    }
    result = marshal_parameter(carrier, number(step, "source"), number(step, "size"), descriptor);
    uint32_t pointer = carrier->alias ? carrier->alias->pointer : carrier->parameter;
    if (result != S_OK) memset(carrier, 0, sizeof *carrier);
    say("{\"value\":%u,\"pointer\":%u}", result, result == S_OK ? pointer : 0);
}

static void end_call_step(const char *step) {
    int thread = (int)number(step, "thread");
    bool lasts = thread >= 1 && thread < THREADS && threads[thread].in_call;
    if (lasts) end_call(thread);
    say(lasts ? "{}" : "{\"status\":\"refused\"}");
}

static void virtual_memory(const char *step, const char *name) {
    int process = (int)number(step, "process");
    uint32_t pointer = number(step, "pointer"), value = 0;
    if (process >= 1 && process <= APPLICATIONS && running[process]) {
        Region *region = region_at(process, pointer);
        if (is_text(name, "VirtualProtect")) {
            value = virtual_protect(process, pointer, number(step, "size"),
                                    number(step, "protection"));
        } else if (is_text(name, "VirtualFree") && region && region->committed) {
            decommit(region);
            value = 1;
        } else if (is_text(name, "VirtualAlloc") && region && !region->committed) {
            commit(region);
            value = pointer;
        }
    }
    say("{\"value\":%u}", value);
}

static void perform(const char *step) {
    const char *name = member(step, "do");
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (!is_text(name, functions[i].name)) continue;
        begin_function(step, functions[i].name);
        return;
    }
    int process = (int)number(step, "process");
    if (is_text(name, "reset")) reset(step);
    else if (is_text(name, "resume")) resume(step);
    else if (is_text(name, "read")) access_memory(step, true);
    else if (is_text(name, "write")) access_memory(step, false);
    else if (is_text(name, "call")) begin_call(step);
    else if (is_text(name, "return")) end_call_step(step);
    else if (is_text(name, "exit") && process == HOST) say("{\"status\":\"refused\"}");
    else if (is_text(name, "exit")) {
        exit_process(process);
        say("{}");
    } else if (is_text(name, "start")) {
        start_process(process);
        say("{}");
    } else if (is_text(name, "peek")) peek(process, number(step, "pointer"), number(step, "size"));
    else if (is_text(name, "page")) page_state(process, number(step, "pointer"));
    else if (is_text(name, "counts"))
        say("{\"heapBlocks\":%d,\"heapBytes\":%u,\"aliases\":%d,\"records\":%d}", live_blocks,
            live_bytes, live_aliases, live_records);
    else if (name && strncmp(name, "\"Virtual", 8) == 0) virtual_memory(step, name);
    else say("{\"status\":\"refused\"}");
}

static void greet(uint32_t id) {
    say("{\"id\":%u,\"hello\":{\"protocol\":1,\"name\":\"target-c\",\"pointerBits\":32,", id);
    say("\"readings\":[\"ce6-x86\",\"ce6-armv4i\",\"compact7-x86\",\"compact7-armv5\",");
    say("\"compact2013-x86\",\"compact2013-armv7\",\"compact2013-vivt\"],");
    say("\"inspections\":[\"memory\",\"pages\",\"cache\",\"references\",\"heap\",\"aliases\",");
    say("\"records\"],\"pauses\":true,\"allocationFailures\":true}}\n");
}

int main(void) {
    char *line = NULL;
    size_t room = 0;
    start_machine();
    while (getline(&line, &room, stdin) > 0) {
        uint32_t id = number(line, "id");
        const char *steps = member(line, "steps");
        out_length = 0;
        if (!steps) greet(id);
        else {
            say("{\"id\":%u,\"steps\":[", id);
            for (const char *step = element(steps), *first = step; step; step = element(step)) {
                if (step != first) say(",");
                perform(step);
            }
            say("]}\n");
        }
        fwrite(out, 1, out_length, stdout);
        fflush(stdout);
    }
    return 0;
}
