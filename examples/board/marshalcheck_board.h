/*
 * What the programs of `marshalcheck export FILE --c` stand on: it carries their steps out in
 * order, wherever each belongs, and prints the log. C89 and C++. docs/export.md says how to build
 * and run them on a board; without UNDER_CE they run on the target in ../target-c.
 */
#ifndef MARSHALCHECK_BOARD_H
#define MARSHALCHECK_BOARD_H

#ifdef UNDER_CE
#include <windows.h>
#include <devload.h>
#include <pkfuncs.h>
#else
#include "host.h"
#endif

#include <stdlib.h>
#include <string.h>
#define MARSHALCHECK_TRACE_MAIN
#include "marshalcheck_trace.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { BOARD_REGIONS = 16, BOARD_RESULTS = 128, BOARD_ACTORS = 5, BOARD_APPLICATIONS = 4 };
enum { BOARD_PAGE = 4096, BOARD_MOST_BYTES = 48 * 4096 };
/* Actors: -1 ... -4 applications, 1 ... 4 calls, 0 the driver's own thread. */
enum { BOARD_SERVICE = 0, BOARD_LAUNCHER = -100, BOARD_NOBODY = -101 };
#define BOARD_UNTOUCHED ((PVOID)(size_t)0xdeadb0deu)

/* A reservation: `runs` and `zeroes` are pairs as in the region lines of a log. */
typedef struct {
    int process;
    DWORD address, size;
    const char *runs, *zeroes;
} board_region;

/* The program: what the exported file holds. Step n, from 1, is carried out by actors[n - 1]. */
extern const char board_reading[], board_server[];
extern const DWORD board_copy_limit;
extern const int board_applications, board_region_count, board_step_count;
extern const board_region board_regions[];
extern const signed char board_actors[];
void board_step(int step);

/* What every part of a run sees. */
typedef struct {
    int step; /* the next one */
    PVOID memory[BOARD_REGIONS];
    PVOID results[BOARD_RESULTS];
} board_state;

/* Something that happened besides the seven functions. */
typedef struct {
    char op[16];
    int has_process, has_thread, has_result;
    DWORD process, thread, result;
    int has_buffer, has_sum, has_data, has_protection, has_parameter, is_forwarded, is_fault;
    DWORD buffer, size, sum, data, protection, source, descriptor, parameter;
} board_event;

static board_state board;
static int board_live[BOARD_ACTORS]; /* calls that are in flight */
static PVOID board_out;

#define MEMORY(region, offset) ((PVOID)((size_t)board.memory[region] + (offset)))
#define RESULT(name, offset) ((PVOID)((size_t)board.results[name] + (size_t)(offset)))
#define ADDRESS(number) ((PVOID)(size_t)(number))
#define HAS(name) (board.results[name] != NULL)
/* A call that gives a buffer, kept under a name (0: none) where it succeeds. */
#define GIVES(name, function)                                                                \
    do {                                                                                     \
        board_out = BOARD_UNTOUCHED;                                                         \
        if (SUCCEEDED(function) && (name) != 0 && board_out != BOARD_UNTOUCHED) {            \
            board.results[name] = board_out;                                                 \
        }                                                                                    \
    } while (0)

/* What a step may do besides the seven functions. */
void board_read(PVOID address, DWORD size);
/* Stores data number `data` (0: zero bytes) as it stands at `offset` of a region. */
void board_write(PVOID address, DWORD size, DWORD data, DWORD offset);
void board_protect(PVOID address, DWORD size, DWORD protection);
void board_free(int region);
void board_allocate(int region);
void board_call(int thread, BOOL forwarded, int name, PVOID source, DWORD size, DWORD descriptor);
void board_return(int thread);
void board_exit(void);
void board_start(int process);

/*
 * The bytes of data number n - 15, or of region n - 1 at first, at an offset: never zero, and
 * different from number to number. marshalcheck makes the same.
 */
static const unsigned char *board_pattern(DWORD number, DWORD offset)
{
    static unsigned char pattern[256 * 523 + BOARD_MOST_BYTES];
    DWORD state = 0x2545f491;
    DWORD at;
    for (at = 0; pattern[0] == 0 || (at > 0 && at < sizeof pattern); at += 1) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        pattern[at] = (unsigned char)(1 + state % 255);
    }
    return pattern + (number % 256) * 523 + offset;
}

/* FNV-1a. */
static DWORD board_sum(const unsigned char *bytes, DWORD size)
{
    DWORD sum = 0x811c9dc5u;
    DWORD at;
    for (at = 0; at < size; at += 1) sum = (sum ^ bytes[at]) * 0x01000193u;
    return sum;
}

/* Takes one pair off a list as "2:0x4,1:0x1"; where the rest begins, NULL at the end. */
static const char *board_pair(const char *list, DWORD *first, DWORD *second)
{
    char *end;
    if (list == NULL || *list == 0) return NULL;
    *first = (DWORD)strtoul(list, &end, 0);
    *second = (DWORD)strtoul(end + 1, &end, 0);
    return *end == ',' ? end + 1 : end;
}

/* What a region holds at first. */
static void board_fill(int index, unsigned char *bytes)
{
    const board_region *region = &board_regions[index];
    const char *list = region->zeroes;
    DWORD offset, size;
    memcpy(bytes, board_pattern((DWORD)index + 1, 0), region->size);
    while ((list = board_pair(list, &offset, &size)) != NULL) memset(bytes + offset, 0, size);
}

static void board_begin_record(marshalcheck_record *record, const char *op)
{
    LONG from = marshalcheck_counter;
    record->length = 0;
    marshalcheck_put(record, "@mc n=0x");
    marshalcheck_hexadecimal(record, (DWORD)MARSHALCHECK_INCREMENT(&marshalcheck_counter), 1);
    marshalcheck_number(record, "from", (DWORD)from);
    marshalcheck_word(record, "op", op);
}

static void board_print(const board_event *event)
{
    marshalcheck_record record;
    board_begin_record(&record, event->op);
    if (event->has_thread) marshalcheck_number(&record, "thread", event->thread);
    if (event->has_process) marshalcheck_number(&record, "process", event->process);
    if (event->has_buffer) {
        marshalcheck_number(&record, "buffer", event->buffer);
        marshalcheck_number(&record, "size", event->size);
    }
    if (event->has_sum) marshalcheck_number(&record, "sum", event->sum);
    if (event->has_data) marshalcheck_number(&record, "data", event->data);
    if (event->has_protection) marshalcheck_number(&record, "protection", event->protection);
    if (event->has_parameter) {
        marshalcheck_number(&record, "source", event->source);
        marshalcheck_number(&record, "size", event->size);
        marshalcheck_number(&record, "descriptor", event->descriptor);
        marshalcheck_number(&record, "out", event->parameter);
    }
    if (event->is_forwarded) marshalcheck_put(&record, " throughKernel=1");
    if (event->has_result) marshalcheck_number(&record, "result", event->result);
    if (event->is_fault) marshalcheck_put(&record, " fault=1");
    marshalcheck_finish(&record);
}

static void board_print_region(int index, DWORD process)
{
    const board_region *region = &board_regions[index];
    marshalcheck_record record;
    board_begin_record(&record, "region");
    marshalcheck_number(&record, "process", process);
    marshalcheck_pointer(&record, "source", board.memory[index]);
    marshalcheck_number(&record, "size", region->size);
    marshalcheck_word(&record, "runs", region->runs);
    marshalcheck_word(&record, "zeroes", region->zeroes);
    marshalcheck_finish(&record);
}

/* Who carries out the next step; steps of calls that never began are passed over. */
static int board_actor(void)
{
    while (board.step <= board_step_count) {
        int actor = board_actors[board.step - 1];
        if (actor <= 0 || board_live[actor]) return actor;
        board.step += 1;
    }
    return BOARD_NOBODY;
}

static void board_clear(board_event *event, const char *op)
{
    memset(event, 0, sizeof *event);
    strncpy(event->op, op, sizeof event->op - 1);
}

static void board_at(board_event *event, PVOID address, DWORD size)
{
    event->has_buffer = 1;
    event->buffer = (DWORD)(size_t)address;
    event->size = size;
}

#ifdef UNDER_CE
#include "marshalcheck_board_ce.h"
#else
#include "marshalcheck_board_host.h"
#endif

#ifdef __cplusplus
}
#endif

#endif
