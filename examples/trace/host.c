/*
 * The seven functions on a host, as reading compact7-x86 has them in a kernel-mode driver: copies up
 * to the limit, "aliases" above. Pointers are numbers; no memory is behind them, which is enough
 * for a log. -DDEFECT=n plants one of several mistakes.
 */
#include "host.h"

#ifndef DEFECT
#define DEFECT 0
#endif

#define RECORDS 64
#define COPY_LIMIT 16384
#define HEAP 0xd0000000u
#define FIRST_ALIAS 0xe0000000u

typedef struct {
    uint32_t kind; /* 0 none, 1 opened, 2 asynchronous, 3 duplicate */
    uint32_t pointer, source, size, descriptor;
    int is_copy;
} record;

static record records[RECORDS];
static uint32_t next_block = HEAP + 0x20;
static uint32_t next_alias = FIRST_ALIAS;
static int failures;

static uint32_t address_of(PVOID pointer)
{
    return (uint32_t)(uintptr_t)pointer;
}

static PVOID pointer_of(uint32_t address)
{
    return (PVOID)(uintptr_t)address;
}

static int is_refused(PVOID *out, uint32_t source, DWORD size, DWORD descriptor)
{
    DWORD type = descriptor & ~MARSHAL_FORCE_ALIAS;
    int is_known = type == ARG_I_PTR || type == ARG_O_PTR || type == ARG_IO_PTR
        || type == ARG_I_WSTR;
    return out == NULL || !is_known || source == 0 || (size == 0 && type != ARG_I_WSTR);
}

static HRESULT fail(PVOID *out, HRESULT result)
{
    failures += 1;
    if (out == NULL) return result;
    if (DEFECT == 5 && failures > 2) {
        *out = pointer_of(HEAP + 0x500000);
        host_defect();
        return result;
    }
    *out = NULL;
    return result;
}

static record *add(uint32_t kind, uint32_t source, DWORD size, DWORD descriptor)
{
    int at;
    for (at = 0; at < RECORDS; at += 1) {
        record *each = &records[at];
        if (each->kind != 0) continue;
        each->kind = kind;
        each->source = source;
        each->size = size;
        each->descriptor = descriptor;
        each->is_copy = 0;
        return each;
    }
    return NULL;
}

static record *find(uint32_t kind, uint32_t pointer)
{
    int at;
    for (at = 0; at < RECORDS; at += 1) {
        if (records[at].kind == kind && records[at].pointer == pointer) return &records[at];
    }
    return NULL;
}

static record *holding(uint32_t address)
{
    int at;
    for (at = 0; at < RECORDS; at += 1) {
        record *each = &records[at];
        if (each->kind == 0 || !each->is_copy || address < each->pointer) continue;
        if (address < each->pointer + each->size) return each;
    }
    return NULL;
}

static int matches(const record *each, uint32_t source, DWORD size, DWORD descriptor)
{
    return each->source == source && each->size == size && each->descriptor == descriptor;
}

static void place(record *made, int as_copy, DWORD size)
{
    static uint32_t last;
    made->is_copy = as_copy;
    if (as_copy) {
        made->pointer = next_block;
        next_block += (size + 0x3f) & ~0x1fu;
        if (DEFECT == 4 && last != 0 && find(made->kind, last) != NULL && last != next_block) {
            if (find(made->kind, last) != made) {
                made->pointer = last;
                host_defect();
            }
        }
        last = made->pointer;
        return;
    }
    next_alias += 0x100000;
    made->pointer = next_alias + (made->source & 0xffff);
    if (DEFECT == 3) {
        made->pointer = next_alias + 0x10 + (made->source & 0xf000);
        host_defect();
    }
}

HRESULT CeOpenCallerBuffer(PVOID *out, PVOID source, DWORD size, DWORD descriptor, BOOL force)
{
    uint32_t from = address_of(source);
    record *made;
    if (is_refused(out, from, size, descriptor)) return fail(out, E_INVALIDARG);
    if (from >= 0x70000000u) {
        if (DEFECT != 1) return fail(out, E_ACCESSDENIED);
        host_defect();
    }
    made = add(1, from, size, descriptor);
    if (made == NULL) return fail(out, E_OUTOFMEMORY);
    made->pointer = from;
    if (force) place(made, 1, size);
    *out = pointer_of(made->pointer);
    return S_OK;
}

HRESULT CeAllocAsynchronousBuffer(PVOID *out, PVOID source, DWORD size, DWORD descriptor)
{
    uint32_t from = address_of(source);
    record *made;
    record *parent = holding(from);
    if (is_refused(out, from, size, descriptor)) return fail(out, E_INVALIDARG);
    made = add(2, from, size, descriptor);
    if (made == NULL) return fail(out, E_OUTOFMEMORY);
    if (parent != NULL && parent != made && parent->kind != 2) made->pointer = from;
    else place(made, size <= COPY_LIMIT && !(descriptor & MARSHAL_FORCE_ALIAS), size);
    *out = pointer_of(made->pointer);
    return S_OK;
}

HRESULT CeAllocDuplicateBuffer(PVOID *out, PVOID source, DWORD size, DWORD descriptor)
{
    uint32_t from = address_of(source);
    record *made;
    if (is_refused(out, from, size, descriptor)) return fail(out, E_INVALIDARG);
    made = add(3, from, size, descriptor);
    if (made == NULL) return fail(out, E_OUTOFMEMORY);
    place(made, 1, size);
    *out = pointer_of(made->pointer);
    return S_OK;
}

static HRESULT end(uint32_t kind, PVOID buffer, PVOID source, DWORD size, DWORD descriptor)
{
    record *each = find(kind, address_of(buffer));
    if (each == NULL) {
        failures += 1;
        if (DEFECT != 2 || kind == 1) return E_FAIL;
        host_defect();
        return S_OK;
    }
    if (!matches(each, address_of(source), size, descriptor)) return E_FAIL;
    each->kind = 0;
    if (DEFECT == 6 && kind == 2 && !(descriptor & ARG_O_PTR)) {
        host_defect();
        return E_FAIL;
    }
    return S_OK;
}

HRESULT CeCloseCallerBuffer(PVOID buffer, PVOID source, DWORD size, DWORD descriptor)
{
    return end(1, buffer, source, size, descriptor);
}

HRESULT CeFreeAsynchronousBuffer(PVOID buffer, PVOID source, DWORD size, DWORD descriptor)
{
    return end(2, buffer, source, size, descriptor);
}

HRESULT CeFreeDuplicateBuffer(PVOID buffer, PVOID source, DWORD size, DWORD descriptor)
{
    return end(3, buffer, source, size, descriptor);
}

HRESULT CeFlushAsynchronousBuffer(
    PVOID buffer, PVOID source, PVOID unmarshalled, DWORD size, DWORD descriptor)
{
    record *each = find(2, address_of(buffer));
    (void)unmarshalled;
    if (!(descriptor & ARG_O_PTR)) {
        if (DEFECT != 7) return E_NOT_SUPPORTED;
        host_defect();
        return S_OK;
    }
    if (each == NULL || !matches(each, address_of(source), size, descriptor)) return E_FAIL;
    return S_OK;
}
