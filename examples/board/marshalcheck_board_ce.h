/*
 * The part of marshalcheck_board.h for Windows CE. One source gives two modules: with
 * BOARD_DRIVER defined a stream driver (prefix MCB), else the application, which is launcher and
 * every application of the scenario. The driver keeps the order of the steps and prints; whoever
 * has to carry out the next one asks it.
 */

enum {
    BOARD_FILE = FILE_DEVICE_STREAMS,
    BOARD_READY = CTL_CODE(BOARD_FILE, 2048, METHOD_BUFFERED, FILE_ANY_ACCESS),
    BOARD_NEXT = CTL_CODE(BOARD_FILE, 2049, METHOD_BUFFERED, FILE_ANY_ACCESS),
    BOARD_TELL = CTL_CODE(BOARD_FILE, 2050, METHOD_BUFFERED, FILE_ANY_ACCESS),
    BOARD_CALL = CTL_CODE(BOARD_FILE, 2064, METHOD_BUFFERED, FILE_ANY_ACCESS),
    BOARD_FORWARD = CTL_CODE(BOARD_FILE, 2080, METHOD_BUFFERED, FILE_ANY_ACCESS)
};

/* An application has begun: which one, and where its reservations lie. */
typedef struct {
    int application;
    DWORD id;
    PVOID memory[BOARD_REGIONS];
} board_ready;

/* A call: how its parameter is to arrive, and the name that it gets. */
typedef struct {
    int thread, application, name;
    BOOL forwarded;
    PVOID source;
    DWORD size, descriptor;
} board_carrier;

#define BOARD_CODE(base, thread) ((DWORD)(base) + ((DWORD)(thread) << 2))
#define BOARD_THREAD(code, base) ((int)(((code) - (DWORD)(base)) >> 2))

static void board_told(const board_event *event);
static void board_by(board_event *event);

/* An access, with a violation reported as such. */
static BOOL board_copy(PVOID to, const void *from, DWORD size)
{
    __try {
        memcpy(to, from, size);
        return TRUE;
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return FALSE;
    }
}

void board_read(PVOID address, DWORD size)
{
    static unsigned char bytes[BOARD_MOST_BYTES];
    board_event event;
    board_clear(&event, "read");
    board_by(&event);
    board_at(&event, address, size);
    event.is_fault = !board_copy(bytes, address, size);
    event.has_sum = !event.is_fault;
    if (event.has_sum) event.sum = board_sum(bytes, size);
    board_told(&event);
}

void board_write(PVOID address, DWORD size, DWORD data, DWORD offset)
{
    static unsigned char zeroes[BOARD_MOST_BYTES];
    board_event event;
    board_clear(&event, "write");
    board_by(&event);
    board_at(&event, address, size);
    event.is_fault = !board_copy(
        address, data == 0 ? zeroes : board_pattern(data + 15, offset), size);
    event.has_data = 1;
    event.data = data;
    board_told(&event);
}

static void board_virtual(const char *op, PVOID address, DWORD size, DWORD protection, DWORD result)
{
    board_event event;
    board_clear(&event, op);
    board_by(&event);
    board_at(&event, address, size);
    event.has_protection = protection != 0;
    event.protection = protection;
    event.has_result = 1;
    event.result = result;
    board_told(&event);
}

void board_protect(PVOID address, DWORD size, DWORD protection)
{
    DWORD before;
    BOOL result = VirtualProtect(address, size, protection, &before);
    board_virtual("VirtualProtect", address, size, protection, (DWORD)result);
}

void board_free(int region)
{
    BOOL result = VirtualFree(board.memory[region], 0, MEM_RELEASE);
    board_virtual("VirtualFree", board.memory[region], 0, 0, (DWORD)result);
}

/* Reserves, fills and protects; where the address cannot be had, elsewhere. */
static PVOID board_lay(int index, PVOID address, BOOL fills)
{
    const board_region *region = &board_regions[index];
    const DWORD kind = MEM_RESERVE | MEM_COMMIT;
    const char *list = region->runs;
    DWORD pages, protection, before;
    PVOID base = VirtualAlloc(address, region->size, kind, PAGE_READWRITE);
    unsigned char *at;
    if (base == NULL) base = VirtualAlloc(NULL, region->size, kind, PAGE_READWRITE);
    if (base == NULL) return NULL;
    if (fills) board_fill(index, (unsigned char *)base);
    at = (unsigned char *)base;
    while ((list = board_pair(list, &pages, &protection)) != NULL) {
        VirtualProtect(at, pages * BOARD_PAGE, protection, &before);
        at += pages * BOARD_PAGE;
    }
    return base;
}

#ifdef BOARD_DRIVER
#include "marshalcheck_board_driver.h"
#else
#include "marshalcheck_board_application.h"
#endif
